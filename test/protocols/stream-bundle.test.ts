import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { encodeGaps } from "../../src/protocols/gap-code.ts";
import {
  documentOf,
  emptyDocument,
  readStreamBundle,
  receivedFrom,
  streamBundle,
  type StreamDocument,
} from "../../src/protocols/index.ts";
import { streamHtml } from "../../src/protocols/stream-html.ts";
import { corpusAnswer } from "../../src/simulator/answer/corpus.ts";
import { hostileText } from "../support/hostile/arbitrary.ts";

const EMPTY: StreamDocument = documentOf(
  emptyDocument({
    session: "k",
    id: "s",
    provider: "openai",
    state: "ended",
    end: { kind: "stop", raw: "stop" },
  }),
);

describe("streamBundle()", () => {
  it("has no type that another program would parse as Markdown, LaTeX or a script", () => {
    expect(Object.keys(streamBundle(EMPTY))).toEqual([
      "application/vnd.millrace.stream.v1+json",
      "text/html",
      "text/plain",
    ]);
  });

  it("has a text without control characters, for terminals", () => {
    const text = "one\rtwo\nthree\b\u001b[31mred\u009b\u202e";

    expect(streamBundle({ ...EMPTY, text })["text/plain"]).toBe(
      "one␍two\nthree␈␛[31mred\uFFFD\uFFFD",
    );
  });

  it("names tool calls in the text", () => {
    const toolCalls = [{ id: "c1", name: "get_weather", text: '{"city":"Paris"}' }];

    expect(streamBundle({ ...EMPTY, toolCalls })["text/plain"]).toBe(
      '→ get_weather {"city":"Paris"}',
    );
  });

  it.each([
    ["content_filter", "Refused or filtered by the provider (content_filter)"],
    ["stop", "Refused or filtered by the provider (stop)"],
  ])("does not call an answer with end %j withheld, as refusals are complete", (raw, remark) => {
    const end = { kind: "content-filter", raw } as const;

    expect(streamBundle({ ...EMPTY, text: "No.", end })["text/plain"]).toBe(`No.\n\n${remark}`);
  });
});

/** Answers as models write them. */
const ANSWERS = [
  ...["sky", "recursion code", "table", "CJK", "emoji", "story", "math"].map(
    (topic) => `${corpusAnswer(topic, 0, "")}\n`,
  ),
  '{ "rows": [{ "a": "b<c>", "d": [1, 2] }] }\n',
  "| a | b |\n| - | - |\n".concat("| *x* | `y` |\n".repeat(30)),
  "- [a](https://a.test/b) and $x^2$\n".repeat(20),
  "> * `<` & \"quoted\" 'text'\n\n".repeat(20),
  "a",
  "{",
  "<",
  "$",
  "\n",
  "* ",
];

const sizeBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** As a notebook's file holds it. */
function saved(document: StreamDocument): unknown {
  return JSON.parse(JSON.stringify(streamBundle(document)));
}

describe("the size of a saved stream", { timeout: 60_000 }, () => {
  it.each(ANSWERS)("is at most three times the answer's from 2 KB on: %j", (answer) => {
    for (const [leastChars, partChars] of [
      [2_100, 5],
      [2_100, 1],
      [30_000, 4],
      [100_000, 20],
    ] as const) {
      const text = answer.repeat(Math.ceil(leastChars / answer.length));
      const count = Math.ceil(text.length / partChars);
      const gapsMs = Array.from({ length: count }, (_, index) => 20 + (index % 97) / 7);
      const gaps = encodeGaps({ gapsMs, isGapOrderKnown: true });
      const document = { ...EMPTY, title: "A question", text, gaps };

      expect(sizeBytes(saved(document))).toBeLessThan(3 * sizeBytes(text));
    }
  });

  it("is bounded for any texts in any part", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 150 }), (part, times) => {
        const text = part.repeat(times);
        const toolCalls = [{ id: "c", name: "f", text }];
        const document = { ...EMPTY, text, reasoning: text, prompt: text, toolCalls };
        const texts = sizeBytes([text, text, text, text]);

        expect(sizeBytes(saved(document))).toBeLessThan(3 * Math.max(2_000, texts));
      }),
      { numRuns: 40 },
    );
  });

  it("keeps figures of a stream with many parts, and says that their order is lost", () => {
    const text = "a".repeat(20_000);
    const gapsMs = Array.from({ length: 20_000 }, (_, index) => (index === 0 ? 300 : 20));
    const gaps = encodeGaps({ gapsMs, isGapOrderKnown: true });
    const kept = readStreamBundle(saved({ ...EMPTY, text, gaps }));
    const stream = kept && receivedFrom(kept);

    expect(stream?.isGapOrderKnown).toBe(false);
    expect(stream?.gapsMs).toHaveLength(20_000);
    expect(stream?.gapsMs.slice(0, 3)).toEqual([300, 20, 20]);
  });

  it("says how much of an answer the HTML lacks", () => {
    const html = String(streamBundle({ ...EMPTY, text: "<".repeat(30_000) })["text/html"]);

    expect(html).toMatch(/\[\d+ more characters are in the notebook, but not in this form/u);
  });

  it("needs no shorter HTML for answers as models write them", () => {
    for (const answer of ANSWERS.slice(0, 7)) {
      const text = answer.repeat(Math.ceil(4_000 / answer.length));
      const html = String(streamBundle({ ...EMPTY, text })["text/html"]);

      expect(html).toBe(streamHtml({ ...EMPTY, text }));
    }
  });
});

describe("readStreamBundle()", () => {
  it("returns the document that was saved, for any text", () => {
    const title = fc.option(fc.string({ unit: "binary", maxLength: 8 }), { nil: undefined });
    fc.assert(
      fc.property(hostileText, title, fc.nat(60), (text, heading, times) => {
        const document = { ...EMPTY, title: heading, text: text.repeat(times) };

        expect(readStreamBundle(streamBundle(document))).toEqual(document);
      }),
    );
  });

  it("knows no document whose text is gone", () => {
    const bundle = streamBundle({ ...EMPTY, text: "a".repeat(600) });

    expect(readStreamBundle(bundle)).toBeDefined();
    expect(readStreamBundle({ ...bundle, "text/plain": "a" })).toBeUndefined();
  });
});
