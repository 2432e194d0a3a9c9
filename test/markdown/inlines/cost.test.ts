import { describe, expect, it } from "vitest";

import { buildInlines, plainTextOf } from "../../../src/markdown/inlines/build.ts";
import { parseInlines, scanInlines } from "../../../src/markdown/inlines/inline-parser.ts";
import { openLeaf } from "../../../src/markdown/inlines/open-leaf.ts";
import { NO_REFERENCES } from "../../../src/markdown/inlines/references.ts";
import { startScan } from "../../../src/markdown/inlines/scan.ts";
import { MODEL_SYNTAX, SPEC_SYNTAX } from "../../../src/markdown/inlines/syntax.ts";
import type { Inline } from "../../../src/markdown/tree.ts";
import { FRAGMENTS } from "../../support/markdown/inline-sources.ts";

const SYNTAXES = [MODEL_SYNTAX, { ...SPEC_SYNTAX, gfm: true }] as const;

/** Sources that cost a careless parser the square of their length. */
const HOSTILE: Readonly<Record<string, (count: number) => string>> = {
  "backtick runs of growing length": (count) =>
    Array.from({ length: Math.sqrt(2 * count) }, (_, index) => "`".repeat(index + 1)).join(" "),
  "emphasis that never closes": (count) => "*a **b _c __d ".repeat(count / 14),
  "closers without openers": (count) => "a* b** c_ ".repeat(count / 10),
  "openers, then closers of another kind": (count) =>
    `${"*a ".repeat(count / 6)}${"b_ ".repeat(count / 6)}`,
  "delimiters whose lengths do not match": (count) =>
    `${"***a ".repeat(count / 9)}${"b** ".repeat(count / 9)}`,
  "brackets that never close": (count) => "[".repeat(count),
  "nested brackets": (count) => `${"[".repeat(count / 2)}a${"]".repeat(count / 2)}`,
  "nested images": (count) => `${"![".repeat(count / 5)}a${"](b)".repeat(count / 5)}`,
  "images around links": (count) => `${"![".repeat(count / 8)}${"[a](b)".repeat(count / 8)}`,
  "links in links": (count) => "[a](b[a](b".repeat(count / 10),
  "destinations that never close": (count) => "[a](<b".repeat(count / 6),
  "titles that never close": (count) => `[a](b "`.repeat(count / 7),
  "titles in parentheses": (count) => "[a](b (".repeat(count / 7),
  "parentheses in destinations": (count) => `${"[".repeat(count / 3)}${"](".repeat(count / 3)}`,
  "labels that never close": (count) => "[a][".repeat(count / 4),
  "long labels": (count) => `[${"a ".repeat(count / 4)}]`.repeat(2),
  "tags that never close": (count) => "<".repeat(count),
  "autolinks that never close": (count) => "<a:".repeat(count / 3),
  "comments that never close": (count) => "<!-- ".repeat(count / 5),
  dollars: (count) => "$a ".repeat(count / 3),
  "pairs of dollars": (count) => "$$a ".repeat(count / 4),
  "math that never closes": (count) => String.raw`\(a \[b `.repeat(count / 8),
  "words with @": (count) => "a@".repeat(count / 2),
  "dots after @": (count) => `a@b${".".repeat(count)}`,
  "underscores before @": (count) => `${"_a".repeat(count / 2)}@b.c`,
  URLs: (count) => "http://".repeat(count / 7),
  "parentheses after a URL": (count) => `http://a.b/${")".repeat(count)}`,
  "entities after a URL": (count) => `http://a.b/${"&a;".repeat(count / 3)}`,
  backslashes: (count) => "\\".repeat(count),
  spaces: (count) => `a${" ".repeat(count)}b`,
  "line ends": (count) => "a\n".repeat(count / 2),
};

const CHARS = 20_000;

function stepsOf(source: string, syntax: (typeof SYNTAXES)[number]): number {
  const scan = startScan(source, 0, { references: NO_REFERENCES, syntax });
  scanInlines(scan);
  return scan.steps;
}

describe("parseInlines()", () => {
  it.each(Object.entries(HOSTILE))("takes linear time for %s", (_, sourceOf) => {
    for (const syntax of SYNTAXES) {
      const source = sourceOf(CHARS);

      expect(stepsOf(source, syntax) / source.length).toBeLessThan(40);
    }
  });

  it("takes linear time for any two fragments that repeat", () => {
    for (const first of FRAGMENTS) {
      for (const second of FRAGMENTS) {
        const source = (first + second).repeat(40);

        expect(stepsOf(source, MODEL_SYNTAX) / source.length, source.slice(0, 20)).toBeLessThan(40);
      }
    }
  }, 60_000);

  it("nests at most 100 containers, and shows deeper ones as text", () => {
    const source = `${"*a ".repeat(500)}${"b* ".repeat(500)}`;
    const inlines = parseInlines(source, NO_REFERENCES);

    expect(depthOf(inlines)).toBe(100);
    expect(plainTextOf(inlines).replaceAll(/[ab ]/gu, "")).toBe("*".repeat(800));
  });
});

function depthOf(inlines: readonly Inline[]): number {
  const depths = inlines.map((inline) => ("children" in inline ? 1 + depthOf(inline.children) : 0));
  return Math.max(0, ...depths);
}

describe("openLeaf()", () => {
  const prose = (count: number) => "words and *more* of `them`, [a](/b) ".repeat(count / 36);
  const sources = {
    ...HOSTILE,
    prose,
    "text without spaces": (count: number) => "a".repeat(count),
  };

  /** Code units visited for each one of a source that comes in small parts. */
  function costOf(source: string): number {
    const leaf = openLeaf([], { references: NO_REFERENCES, syntax: MODEL_SYNTAX });
    for (let at = 0; at < source.length; at += 16) leaf.push(source.slice(at, at + 16));
    leaf.finish();
    return leaf.steps / source.length;
  }

  it.each(Object.entries(sources))("takes linear time for %s, in small parts", (_, sourceOf) => {
    const cost = costOf(sourceOf(2_000));

    expect(cost).toBeLessThan(700);
    expect(costOf(sourceOf(8_000)) / cost).toBeLessThan(1.6);
  });

  it("parses prose about twice", () => {
    const source = prose(CHARS);
    const leaf = openLeaf([], { references: NO_REFERENCES, syntax: MODEL_SYNTAX });
    for (let at = 0; at < source.length; at += 16) leaf.push(source.slice(at, at + 16));

    expect(leaf.steps / source.length).toBeLessThan(4);
  });
});

describe("buildInlines()", () => {
  it("divides long text at gaps between words, so that no text is long", () => {
    const scan = startScan("word ".repeat(2_000).trim(), 0, {
      references: NO_REFERENCES,
      syntax: MODEL_SYNTAX,
    });
    scanInlines(scan);
    const inlines: Inline[] = [];
    buildInlines(scan.source, scan.pieces, inlines);
    const texts = inlines.flatMap((inline) => (inline.type === "text" ? [inline.text] : []));

    expect(texts.join("")).toBe(scan.source);
    expect(Math.max(...texts.map(({ length }) => length))).toBe(1_025);
  });

  // It took many seconds when each part copied the text before it.
  it("joins long text without spaces from many parts", () => {
    const source = "a_".repeat(50_000);
    const [text] = parseInlines(source, NO_REFERENCES);

    expect(text).toEqual({ type: "text", text: source });
  });
});
