import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseInlines } from "../../../src/markdown/inlines/inline-parser.ts";
import { openLeaf } from "../../../src/markdown/inlines/open-leaf.ts";
import type { References } from "../../../src/markdown/inlines/references.ts";
import { MODEL_SYNTAX, SPEC_SYNTAX } from "../../../src/markdown/inlines/syntax.ts";
import type { Inline } from "../../../src/markdown/tree.ts";
import { chunked, inlineSources } from "../../support/markdown/inline-sources.ts";

const references: References = {
  link: (label) => (/^[AB]$/u.test(label) ? { href: "/u", title: undefined } : undefined),
  footnote: (label) => (label === "A" ? 1 : undefined),
};

describe("openLeaf()", () => {
  it.each([
    ["the syntax of models", MODEL_SYNTAX],
    ["CommonMark", { ...SPEC_SYNTAX, gfm: true }],
  ])("ends with the inlines of the whole source, in %s", (_, syntax) => {
    fc.assert(
      fc.property(inlineSources.chain(chunked), (chunks) => {
        const inlines: Inline[] = [];
        const leaf = openLeaf(inlines, { references, syntax });
        for (const chunk of chunks) leaf.push(chunk);
        leaf.finish();

        expect(inlines).toEqual(parseInlines(chunks.join(""), references, syntax));
      }),
      { numRuns: 800 },
    );
  });

  it("shows what has come so far, and keeps what it returns as unchanged", () => {
    fc.assert(
      fc.property(inlineSources.chain(chunked), (chunks) => {
        const inlines: Inline[] = [];
        const leaf = openLeaf(inlines, { references, syntax: MODEL_SYNTAX });
        let source = "";
        let before: Inline[] = [];
        for (const chunk of chunks) {
          source += chunk;
          const unchanged = leaf.push(chunk);

          expect(inlines.slice(0, unchanged)).toEqual(before.slice(0, unchanged));
          for (let index = 0; index < unchanged; index++) {
            expect(inlines[index]).toBe(before[index]);
          }
          if (source.length < 256) expect(inlines).toEqual(parseInlines(source, references));
          before = [...inlines];
        }
      }),
      { numRuns: 300 },
    );
  });
});
