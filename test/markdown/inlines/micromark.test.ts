import fc from "fast-check";
import { micromark } from "micromark";
import { describe, expect, it } from "vitest";

import { parseInlines } from "../../../src/markdown/inlines/inline-parser.ts";
import type { References } from "../../../src/markdown/inlines/references.ts";
import { SPEC_SYNTAX } from "../../../src/markdown/inlines/syntax.ts";
import { FRAGMENTS } from "../../support/markdown/inline-sources.ts";
import { specHtml } from "../../support/markdown/spec-html.ts";

const references: References = {
  link: (label) => (/^[AB]$/u.test(label) ? { href: "/u", title: undefined } : undefined),
  footnote: () => undefined,
};

/** Fragments in one line. The `x` before each new line keeps it from starting a block. */
const parts = FRAGMENTS.filter((part) => !/[\n\t]/u.test(part) && !part.includes("😀"));
const sources = fc
  .array(fc.constantFrom(...parts, "\nx"), { minLength: 1, maxLength: 10 })
  .map((fragments) => `x${fragments.join("")}`.trim());

/** What micromark does in another way than the specification and its reference implementations. */
const KNOWN_DIFFERENCES = [
  // `[a][b` is a shortcut link and text, as no link label follows.
  /\]\[(?!(?:\\.|[^\][\\])*\])/su,
  // The "multiple of 3" rule counts the delimiters that a run had at first.
  /([*_])\1\1/u,
  /(?=.*(?<!\*)\*(?!\*))(?=.*\*\*)/su,
  /(?=.*(?<!_)_(?!_))(?=.*__)/su,
  // Raw HTML is not part of an image's description.
  /!\[.*<[ab]/su,
];

describe("parseInlines()", () => {
  it("agrees with micromark on random sources", () => {
    fc.assert(
      fc.property(sources, (source) => {
        fc.pre(!KNOWN_DIFFERENCES.some((known) => known.test(source)));
        const inlines = parseInlines(source, references, SPEC_SYNTAX);
        const ours = specHtml({
          type: "document",
          children: [{ type: "paragraph", inlines }],
          footnotes: [],
        });
        const theirs = micromark(`${source}\n\n[a]: /u\n[b]: /u`, {
          allowDangerousHtml: true,
          allowDangerousProtocol: true,
        });

        expect(ours.trim()).toBe(theirs.trim());
      }),
      { numRuns: 1_000 },
    );
  });
});
