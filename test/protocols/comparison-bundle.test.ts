import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { encodeGaps } from "../../src/protocols/gap-code.ts";
import {
  comparisonBundle,
  type ComparisonDocument,
  documentOf,
  emptyDocument,
  readComparisonBundle,
} from "../../src/protocols/index.ts";
import { htmlProblems } from "../support/harm/html-problems.ts";
import { hostileText } from "../support/hostile/arbitrary.ts";

const EMPTY = documentOf(emptyDocument({ session: "k", id: "s" }));

function comparisonOf(texts: Readonly<Record<string, string>>): ComparisonDocument {
  const arms = Object.entries(texts).map(([name, text]) => {
    const gapsMs = Array.from({ length: text.length / 4 }, () => 20);
    const gaps = encodeGaps({ gapsMs, isGapOrderKnown: true });
    return { name, stream: { ...EMPTY, id: `s-${name}`, text, gaps } };
  });
  return { v: 1, title: "Which?", prompt: "Why?", arms };
}

/** As a notebook's file holds it. */
const saved = (document: ComparisonDocument): unknown =>
  JSON.parse(JSON.stringify(comparisonBundle(document)));

describe("comparisonBundle(), readComparisonBundle()", () => {
  it("give back what was saved, for any texts", () => {
    fc.assert(
      fc.property(hostileText, hostileText, fc.nat(40), (a, b, times) => {
        const document = comparisonOf({ [`a${a}`]: a.repeat(times), [`b${b}`]: b });
        const read = readComparisonBundle(comparisonBundle(document));

        expect(read?.arms.map(({ stream }) => stream.text)).toEqual([a.repeat(times), b]);
        expect(read?.arms.map(({ name }) => name)).toEqual([`a${a}`, `b${b}`]);
      }),
      { numRuns: 50 },
    );
  });

  it("take at most three times the size of the texts", () => {
    const a = "Some **prose** with `code`.\n\n".repeat(300);
    const b = "function f() { return { a: 1 } }\n".repeat(200);
    const sizeBytes = (value: unknown) => JSON.stringify(value).length;

    expect(sizeBytes(saved(comparisonOf({ a, b })))).toBeLessThan(3 * sizeBytes([a, b]));
  });

  it("have harmless HTML for any texts and names", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        const bundle = comparisonBundle(comparisonOf({ [`a${a}`]: b, [`b${b}`]: a }));

        expect(htmlProblems(String(bundle["text/html"]))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[string, unknown]>([
    ["one arm", comparisonOf({ a: "a" })],
    ["five arms", comparisonOf({ a: "", b: "", c: "", d: "", e: "" })],
    [
      "the same name twice",
      {
        ...comparisonOf({ a: "" }),
        arms: comparisonOf({ a: "", b: "" }).arms.map((arm) => ({ ...arm, name: "a" })),
      },
    ],
    ["another version", { ...comparisonOf({ a: "", b: "" }), v: 2 }],
  ])("know no comparison with %s", (_what, document) => {
    expect(
      readComparisonBundle({ "application/vnd.millrace.comparison.v1+json": document }),
    ).toBeUndefined();
  });
});
