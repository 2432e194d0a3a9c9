import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";

import { randomMarkdown } from "../../benchmarks/workloads/random-markdown.ts";
import { SPEC_SYNTAX } from "../../src/markdown/inlines/syntax.ts";
import { streamOf } from "../../src/markdown/markdown-stream.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { specHtml } from "../support/markdown/spec-html.ts";

const DOCUMENTS = 2_000;

/** A random document without what micromark parses in another way than the specification's own parsers do. */
function comparableMarkdown(random: () => number): string {
  return (
    randomMarkdown(random)
      .replaceAll("\0", "x")
      .replaceAll(/\r\n?/gu, "\n")
      // Raw HTML and footnotes are not compared.
      .replaceAll(/<(?!http)/gu, "x")
      .replaceAll("[^", "[z")
      // A definition counts as a block of its list there.
      .replaceAll("]:", "] ")
      // Indented code and paragraphs before it restrict which items may follow there.
      .replaceAll(/\t| {4}/gu, " ")
      .replaceAll("10. ", "1. ")
      .replaceAll("2) ", "1) ")
      .replaceAll(/\n(?=[ ]*(?:>|[-+*]|\d+[.)]).*(?:[-+*]|\d[.)])(?:[ ]|$))/gmu, "\n\n")
      // Empty lines at the end of a quote make lists in it loose there.
      .replaceAll(/^[ >]*>[ ]*$/gmu, "")
  );
}

/** The tags of blocks, in order. */
function blocksOf(html: string): string {
  const tags = html.matchAll(/<\/?(?:p|h[1-6]|[uo]l|li|blockquote|pre|table|tr|t[hd]|hr)\b/gu);
  return Array.from(tags, ([tag]) => tag).join("");
}

describe("the blocks of parseMarkdown()", () => {
  it("are those of micromark with GFM", () => {
    const random = seededRandom(20260820);
    for (let count = 0; count < DOCUMENTS; count++) {
      const text = comparableMarkdown(random);
      const stream = streamOf({ ...SPEC_SYNTAX, gfm: true });
      stream.push(text);
      stream.end();
      const html = micromark(text, {
        allowDangerousHtml: true,
        extensions: [gfm()],
        htmlExtensions: [gfmHtml()],
      });

      expect(blocksOf(specHtml(stream.document)), JSON.stringify(text)).toBe(blocksOf(html));
    }
  }, 60_000);
});
