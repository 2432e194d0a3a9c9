import fc from "fast-check";
import { marked } from "marked";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";

import { comparisonBundle, exportHtml, type MimeBundle } from "../../src/protocols/index.ts";
import { streamHtml } from "../../src/protocols/stream-html.ts";
import { hostileRuns, hostileText } from "../support/hostile/arbitrary.ts";
import { documentOfAll, hostileDocument } from "../support/hostile/documents.ts";
import { hostileOutputs } from "../support/hostile/index.ts";
import { htmlProblems, htmlText } from "../support/harm/html-problems.ts";

/** As `nbconvert --to markdown` writes it: between paragraphs, or indented in a list by a user. */
const inMarkdown = (html: string) => `# Notebook\n\ntext\n\n${html}\n\ntext\n`;

/** Programs that site generators use. All of them copy HTML blocks. */
const PARSERS: readonly (readonly [string, (markdown: string) => string])[] = [
  ["marked", (markdown) => marked.parse(markdown, { async: false })],
  [
    "micromark",
    (markdown) =>
      micromark(markdown, {
        allowDangerousHtml: true,
        allowDangerousProtocol: true,
        extensions: [gfm()],
        htmlExtensions: [gfmHtml()],
      }),
  ],
];

const withoutSpaces = (text: string) => text.replaceAll(/\s+/gu, "");

const htmlIn = (bundle: MimeBundle) => String(bundle["text/html"]);

/** The problems of a page's body, and of a head that differs from that of a page without a title. */
function pageProblems(page: string): string[] {
  const [, title = "", body = ""] = /<title>(.*?)<\/title>.*<body>(.*)<\/body>/su.exec(page) ?? [];
  const inHead = /[<>"{]/u.test(title) ? ["markup in the title"] : [];
  return [...inHead, ...htmlProblems(body)];
}

const htmlOf = new Map(
  hostileOutputs.map((output) => [output, streamHtml(hostileDocument(output))]),
);

describe("streamHtml()", { timeout: 60_000 }, () => {
  it("is harmless for every hostile output, also when a program serializes and parses it again", () => {
    const harmful = [...htmlOf].flatMap(([{ name }, html]) =>
      htmlProblems(html).map((problem) => `${name}: ${problem}`),
    );

    expect(harmful).toEqual([]);
  });

  it("is harmless in exported pages and comparisons", () => {
    const harmful = hostileOutputs.flatMap((output) => {
      const { name, parts } = output;
      const stream = hostileDocument(output);
      const { title, prompt } = parts;
      const arms = [{ name: title ?? "a", stream }];
      const bundle = comparisonBundle({ v: 1, title, prompt, arms });
      const problems = [...pageProblems(exportHtml(stream)), ...htmlProblems(htmlIn(bundle))];
      return problems.map((problem) => `${name}: ${problem}`);
    });

    expect(harmful).toEqual([]);
  });

  it("is harmless for any text in any place", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(htmlProblems(streamHtml(documentOfAll(text)))).toEqual([]);
      }),
      { numRuns: hostileRuns(500) },
    );
  });

  it("has no empty line and no brace for any text, where Markdown ends HTML and templates begin", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(streamHtml(documentOfAll(text))).not.toMatch(/\n[ \t]*(?:\n|$)|\{/u);
      }),
      { numRuns: hostileRuns(500) },
    );
  });

  it.each(PARSERS)("is harmless in a notebook that %s has parsed as Markdown", (_, parse) => {
    const harmful = [...htmlOf].flatMap(([{ name }, html]) =>
      htmlProblems(parse(inMarkdown(html))).map((problem) => `${name}: ${problem}`),
    );

    expect(harmful).toEqual([]);
  });

  it.each(PARSERS)("keeps any text in a notebook that %s has parsed as Markdown", (_, parse) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = streamHtml(documentOfAll(text));
        const parsed = parse(inMarkdown(html));

        expect(htmlProblems(parsed)).toEqual([]);
        expect(withoutSpaces(htmlText(parsed))).toBe(
          withoutSpaces(`Notebook text ${htmlText(html)} text`),
        );
      }),
      { numRuns: hostileRuns(300) },
    );
  });
});
