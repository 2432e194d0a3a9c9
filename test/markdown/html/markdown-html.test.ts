import { describe, expect, it } from "vitest";

import { type Block, markdownHtml } from "../../../src/markdown/index.ts";
import { parseInlines } from "../../../src/markdown/inlines/inline-parser.ts";
import { NO_REFERENCES } from "../../../src/markdown/inlines/references.ts";

const OPEN = '<div class="millrace-markdown tex2jax_ignore mathjax_ignore">';

function htmlOf(...children: Block[]): string {
  const html = markdownHtml({ type: "document", children, footnotes: [] });
  expect(html.startsWith(OPEN) && html.endsWith("</div>")).toBe(true);
  return html.slice(OPEN.length, -"</div>".length);
}

function paragraph(source: string): Block {
  return { type: "paragraph", inlines: parseInlines(source, NO_REFERENCES) };
}

describe("markdownHtml()", () => {
  it.each([
    ["a < b & {c}\nd", "<p>a &lt; b &amp; &#123;c} d</p>"],
    ["[a](https://b.c)", '<p><a href="https://b.c/" rel="noopener noreferrer nofollow">a</a></p>'],
    ["[*a*](javascript:b)", "<p><em>a</em></p>"],
    ["![a *b*](https://c.d/e)", '<p><span class="millrace-image">[image: a b (c.d)]</span></p>'],
    ["![](data:a,b)", '<p><span class="millrace-image">[image: ]</span></p>'],
    ["$a$ costs \\$5", '<p><code class="millrace-math">a</code> costs <span>$</span>5</p>'],
    ["~~a~~ **b** `c`", "<p><del>a</del> <strong>b</strong> <code>c</code></p>"],
    ["a&#10;&#10;b&#0;\u001b", "<p>a  b\ufffd␛</p>"],
  ])("writes %j", (source, expected) => {
    expect(htmlOf(paragraph(source))).toBe(expected);
  });

  it("has no empty line, even in code", () => {
    const lines = ["", "a", "", " \t", "\u2003", "b", ""];
    const html = htmlOf({ type: "code", language: "c++", lines, isClosed: true }, paragraph("d"));

    expect(html).toBe(
      '<pre><code class="language-c++">\na&#10;&#10; \t&#10;\u2003\nb&#10;</code></pre>\n<p>d</p>',
    );
    expect(html).not.toMatch(/\n\s*\n/u);
  });

  it("takes no class from a language that is not plain", () => {
    for (const language of ['a" onload="b', "a b", "{a}", "ä", "a".repeat(33), ""]) {
      expect(htmlOf({ type: "code", language, lines: ["a"], isClosed: true })).toBe(
        "<pre><code>a</code></pre>",
      );
    }
  });
});
