import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { markdownStream, parseMarkdown } from "../../src/markdown/index.ts";
import { copiedTree, plainTree, treeCopy } from "../support/markdown/tree-copy.ts";
import { randomMarkdown } from "../../benchmarks/workloads/random-markdown.ts";

const document = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));

/** A random document, cut at random. */
const cutDocument = document.map((numbers) => {
  const random = () => numbers.next().value;
  const text = randomMarkdown(random);
  const chunks: string[] = [];
  for (let at = 0; at < text.length;) {
    const length = 1 + Math.floor(random() * 7);
    chunks.push(text.slice(at, at + length));
    at += length;
  }
  return { text, chunks };
});

/** Faster than `toEqual`, which takes most of the time of these tests. */
function expectSame(a: unknown, b: unknown): void {
  expect(JSON.stringify(a)).toBe(JSON.stringify(b));
}

describe("markdownStream()", () => {
  it("equals one parse of the whole text, however it was cut", () => {
    fc.assert(
      fc.property(cutDocument, ({ text, chunks }) => {
        const stream = markdownStream();
        for (const chunk of chunks) stream.push(chunk);
        stream.end();
        expectSame(stream.document, parseMarkdown(text));
      }),
      { numRuns: 3_000 },
    );
  }, 30_000);

  it("equals a copy to which all changes are applied", () => {
    fc.assert(
      fc.property(cutDocument, ({ chunks }) => {
        const stream = markdownStream();
        const copy = treeCopy(stream.document);
        for (const chunk of chunks) {
          stream.push(chunk);
          copy.apply(stream.changes());
          expectSame(copiedTree(copy.root), plainTree(stream.document));
        }
        stream.end();
        copy.apply(stream.changes());
        expectSame(copiedTree(copy.root), plainTree(stream.document));
      }),
      { numRuns: 500 },
    );
  }, 30_000);
});
