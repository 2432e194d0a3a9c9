import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  differenceRows,
  textDifference,
} from "../../../labextension/src/view/comparison/difference-rows.ts";
import { arrivalBins } from "../../../labextension/src/view/comparison/timeline.ts";
import { wordDifference } from "../../../labextension/src/view/comparison/word-difference.ts";
import { figureReader } from "../../../labextension/src/view/pane/figures.ts";
import type { ReceivedStream } from "../../../src/protocols/index.ts";
import { madeStream } from "../../support/made/made-stream.ts";

/** The length of the longest common subsequence, by the textbook's table. */
function commonWords(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const word of a) {
    const next: number[] = [];
    for (const [index, other] of b.entries()) {
      const diagonal = row[index - 1] ?? 0;
      next.push(word === other ? diagonal + 1 : Math.max(row[index] ?? 0, next[index - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe("wordDifference()", () => {
  it("is the number of words outside of the longest common subsequence", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 20 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(wordDifference(a.join(" "), b.join("\n"))).toBe(
          a.length + b.length - 2 * commonWords(a, b),
        );
      }),
    );
  });

  it("is undefined above its limit", () => {
    expect(wordDifference("a b c", "d e f", 5)).toBeUndefined();
    expect(wordDifference("a b c", "d e f", 6)).toBe(6);
  });
});

function arm(name: string, fields: Partial<ReceivedStream>) {
  const stream = madeStream({ state: "ended", end: { kind: "stop", raw: "stop" }, ...fields });
  return { name, stream, figures: figureReader().read(stream) };
}

describe("differenceRows()", () => {
  it("has how much more the second arm has, and nothing for what is unknown", () => {
    const rows = differenceRows([
      arm("a", { gapsMs: [200, 10, 10], text: "Blue sky" }),
      arm("b", { gapsMs: [320, 10, 10], text: "Blue" }),
    ]);

    expect(rows.map(({ label, values, difference }) => [label, ...values, difference])).toEqual([
      ["TTFT", "200 ms", "320 ms", "+120 ms"],
      ["last token after", "220 ms", "340 ms", "+120 ms"],
      ["tok/s", "–", "–", "–"],
      ["stalls", "0", "0", "0"],
      ["characters", "8", "4", "−4"],
    ]);
  });
});

describe("differenceRows() of estimated rates", () => {
  it("marks them, and their difference", () => {
    const gapsMs = [200, ...Array.from({ length: 99 }, () => 10)];
    const rows = differenceRows([
      arm("a", { gapsMs, text: "x".repeat(400) }),
      arm("b", { gapsMs, text: "x".repeat(600) }),
    ]);
    const rate = rows.find(({ label }) => label === "tok/s");

    expect(rate).toMatchObject({ values: ["≈100", "≈150"], difference: "+≈50" });
  });
});

describe("textDifference()", () => {
  it("compares each text with the first", () => {
    const arms = [arm("a", { text: "x y" }), arm("b", { text: "x y" }), arm("c", { text: "x" })];

    expect(textDifference(arms)).toBe("Compared with a, b: same text; c: 1 word added or removed.");
  });
});

describe("arrivalBins()", () => {
  it("places arrivals on the shared axis", () => {
    const bins = arrivalBins({ gapsMs: [500, 0, 500], isGapOrderKnown: true }, 2_000);

    expect(bins.flatMap((count, index) => (count === 0 ? [] : [[index, count]]))).toEqual([
      [50, 2],
      [100, 1],
    ]);
  });

  it("places none if only a summary of the gaps is known", () => {
    const bins = arrivalBins({ gapsMs: [500, 0, 500], isGapOrderKnown: false }, 2_000);

    expect(bins.every((count) => count === 0)).toBe(true);
  });
});
