import { describe, expect, it } from "vitest";

import { markdownStream, parseMarkdown } from "../../src/markdown/index.ts";
import { specHtml } from "../support/markdown/spec-html.ts";

/** HTML of a text that comes in one piece and character by character: both must be the same. */
function htmlOf(text: string): string {
  const stream = markdownStream();
  for (let at = 0; at < text.length; at++) stream.push(text.charAt(at));
  stream.end();
  const html = specHtml(parseMarkdown(text));
  expect(specHtml(stream.document)).toBe(html);
  return html;
}

/** HTML of an unfinished text. */
function htmlSoFar(...chunks: readonly string[]): string {
  const stream = markdownStream();
  for (const chunk of chunks) stream.push(chunk);
  return specHtml(stream.document);
}

describe("markdownStream()", () => {
  it("keeps one flag of tightness for a list", () => {
    expect(htmlOf("- a\n\n- b\n")).toBe(
      "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n",
    );
    expect(htmlOf("- a\n- b\n\n  d\n")).toContain("<li>\n<p>a</p>\n</li>");
  });

  it("keeps a list tight whose item ends with a definition", () => {
    expect(htmlOf("- a\n\n  [b]: /u\n")).toBe("<ul>\n<li>a</li>\n</ul>\n");
    // Shown as a paragraph after its first line.
    expect(htmlOf("- a\n\n  [b\n  c]: /u\n")).toBe("<ul>\n<li>a</li>\n</ul>\n");
  });

  it("keeps an empty item in its list", () => {
    expect(htmlOf("1. foo\n2.\n3. bar\n")).toBe(
      "<ol>\n<li>foo</li>\n<li></li>\n<li>bar</li>\n</ol>\n",
    );
  });

  it("keeps empty lines in the code of an item", () => {
    expect(htmlOf("1.  ```\n    x\n\n    y\n")).toBe(
      "<ol>\n<li>\n<pre><code>x\n\ny\n</code></pre>\n</li>\n</ol>\n",
    );
  });

  it("closes a fence with its quote", () => {
    expect(htmlOf("> ```\n> a\n\nb\n")).toBe(
      "<blockquote>\n<pre><code>a\n</code></pre>\n</blockquote>\n<p>b</p>\n",
    );
  });

  it("drops an outer link when the inner one is defined late", () => {
    expect(htmlOf("[a [b] c](/u)\n\n[b]: /x\n")).toBe('<p>[a <a href="/x">b</a> c](/u)</p>\n');
  });

  it("drops emphasis that a late link splits", () => {
    expect(htmlOf("*foo [bar* baz]\n\n[bar* baz]: /x\n")).toBe(
      '<p>*foo <a href="/x">bar* baz</a></p>\n',
    );
  });

  it("holds back what may be an underline, a rule or a delimiter row", () => {
    expect(htmlSoFar("foo\n", "-")).toBe("<p>foo</p>\n");
    expect(htmlSoFar("foo\n", "- b")).toBe("<p>foo</p>\n<ul>\n<li>b</li>\n</ul>\n");
    expect(htmlSoFar("foo\n", "-", "\n")).toBe("<h2>foo</h2>\n");
    expect(htmlSoFar("* ", "* ")).toBe("");
    expect(htmlSoFar("| a | b |\n", "|--")).toBe("<p>| a | b |</p>\n");
  });

  it("takes only the last line of a paragraph as header", () => {
    expect(htmlOf("x\n| a | b |\n|---|---|\ny | z\n")).toMatch(
      /^<p>x<\/p>\n<table>\n<thead>\n<tr>\n<th>a<\/th>/u,
    );
  });

  it("takes a line that starts like an item as an item, not as a delimiter row", () => {
    expect(htmlOf("a | b\n- | -\n")).toBe("<p>a | b</p>\n<ul>\n<li>| -</li>\n</ul>\n");
  });

  it("takes a box as a task only on the line of its marker", () => {
    expect(htmlOf("- [x] a\n")).toContain("checkbox");
    expect(htmlOf("-\n  [x] a\n")).toBe("<ul>\n<li>[x] a</li>\n</ul>\n");
  });

  it("splits cells before code spans", () => {
    expect(htmlOf("| a | b |\n|---|---|\n| `x | y` |\n")).toContain("<td>`x</td>\n<td>y`</td>");
  });

  it("takes a definition without its title if more follows that", () => {
    expect(htmlOf('[foo]: /url\n"title" ok\n\n[foo]\n')).toBe(
      '<p>&quot;title&quot; ok</p>\n<p><a href="/url">foo</a></p>\n',
    );
  });

  it("takes definitions from quotes, and the first of two", () => {
    expect(htmlOf("[a]\n\n> [a]: /x\n")).toContain('<a href="/x">a</a>');
    expect(htmlOf("[a]: /one\n[a]: /two\n===\n\n[a]\n")).toContain('<a href="/one">a</a>');
  });

  it("takes CR and LF of two chunks as one line end", () => {
    expect(htmlSoFar("a\r", "\nb")).toBe("<p>a\nb</p>\n");
    expect(htmlOf("a\r\n\r\nb\rc\n")).toBe("<p>a</p>\n<p>b\nc</p>\n");
  });

  it("joins surrogates, entities and escapes of two chunks", () => {
    expect(htmlSoFar("a \uD83D")).toBe("<p>a</p>\n");
    expect(htmlSoFar("a \uD83D", "\uDE42")).toBe("<p>a 🙂</p>\n");
    expect(htmlSoFar("&am", "p;")).toBe("<p>&amp;</p>\n");
    expect(htmlSoFar("x\\", "*y*")).toBe("<p>x*y*</p>\n");
    expect(htmlSoFar("a  ", "\n", "b")).toBe("<p>a<br />\nb</p>\n");
  });

  it("opens math only with a closer", () => {
    expect(htmlOf("\\[foo]\n")).toBe("<p>[foo]</p>\n");
    expect(htmlOf("$$\na\n\nb\n")).toBe("<p>$$\na</p>\n<p>b</p>\n");
    expect(htmlSoFar("$$\n", "x^2\n")).toContain("math");
  });

  it("keeps lines of a formula that look like other blocks", () => {
    const [math, after] = parseMarkdown("text\n\\[\na\n= b\n- c\n\\]\nmore").children.slice(1);

    expect(math).toMatchObject({ type: "math", lines: ["a", "= b", "- c"], isClosed: true });
    expect(after).toMatchObject({ type: "paragraph" });
  });

  it("shows an unclosed fence as code that is open", () => {
    const [code] = parseMarkdown("```ts\nlet a;").children;

    expect(code).toEqual({ type: "code", language: "ts", lines: ["let a;"], isClosed: false });
  });

  it("takes raw HTML as text", () => {
    expect(htmlOf("<!-- a\n\n*b*\n")).toBe("<p>&lt;!-- a</p>\n<p><em>b</em></p>\n");
    expect(htmlOf("<think>\nx\n")).toBe("<p>&lt;think&gt;\nx</p>\n");
  });

  it("fills short rows with empty cells, but not without limit", () => {
    const columns = 1_000;
    const text = `${"|a".repeat(columns)}\n${"|-".repeat(columns)}\n${"|\n".repeat(1_000)}`;
    const [table] = parseMarkdown(text).children;
    const rows = table?.type === "table" ? table.rows : [];
    const cells = rows.reduce((sum, row) => sum + row.cells.length, 0);

    expect(rows).toHaveLength(1_001);
    expect(rows[1]?.cells).toHaveLength(columns);
    expect(cells).toBeLessThan(70_000);
  });

  it("nests at most 100 deep", () => {
    const depthOf = (html: string) => html.split("<blockquote>").length - 1;

    expect(depthOf(htmlOf(`${"> ".repeat(2_000)}a\n`))).toBe(99);
  });

  it("keeps the identity of blocks while they grow", () => {
    const stream = markdownStream();
    stream.push("- a");
    const [list] = stream.document.children;
    stream.push("b\n- c\n\npara");

    expect(stream.document.children[0]).toBe(list);
  });

  it("reports a delta in a long document as one change", () => {
    const stream = markdownStream();
    stream.push("text\n\n".repeat(1_000));
    stream.push("- one\n- tw");
    stream.changes();
    stream.push("o");
    const changes = stream.changes();

    expect(changes.map(({ node, keep }) => [node.type, keep])).toEqual([["paragraph", 0]]);
    expect(stream.changes()).toEqual([]);
  });
});
