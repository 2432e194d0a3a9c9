import { escapeHtml, printable } from "../../text/index.ts";
import type { MarkdownDocument } from "../tree.ts";
import { safeHref } from "./safe-href.ts";
import type { HtmlDialect } from "./html-dialect.ts";
import { writeHtml } from "./write-html.ts";

/**
 * Returns a document as static HTML that is safe in every viewer, also in those that trust it: JupyterLab runs what a
 * cell of the current session displays, and nbconvert trusts everything. It is readable without CSS.
 *
 * - Elements and attributes are constants, but for the text, `href` ({@link safeHref}), and a code block's language.
 *   There is no image, no style, no id and no raw HTML; nothing is fetched. A link that is not safe is its text. Links
 *   have no `target`: JupyterLab sets it, and on a page of its readers the choice is theirs.
 * - MathJax typesets nothing: of its markup, `\href` runs scripts in nbconvert's pages. The outer element has the
 *   classes that it skips. For other programs that look for math, `$` and `\` outside code are in elements of one
 *   character each.
 * - There is no empty line, because it ends an HTML block in Markdown, into which `nbconvert --to markdown` copies this.
 * - There is no `{`, because site generators evaluate expressions in braces.
 *
 * Cost: O(length of the text).
 *
 * @example
 * ```ts
 * const paragraph = { type: "paragraph", inlines: [{ type: "text", text: "a < b" }] } as const;
 * markdownHtml({ type: "document", children: [paragraph], footnotes: [] });
 * // '<div class="millrace-markdown tex2jax_ignore mathjax_ignore"><p>a &lt; b</p></div>'
 * ```
 */
export function markdownHtml(document: MarkdownDocument): string {
  const html = writeHtml(document, SAFE).trimEnd();
  return `<div class="millrace-markdown tex2jax_ignore mathjax_ignore">${html}</div>`;
}

const SAFE: HtmlDialect = {
  softBreak: " ",
  hardBreak: "<br>",
  rule: "<hr>",
  text: prose,
  code: (text) => `<code>${oneLine(text)}</code>`,
  codeBlock: ({ language, lines }) =>
    `<pre><code${languageClass(language)}>${preformatted(lines)}</code></pre>`,
  mathBlock: (lines) => `<pre><code class="millrace-math">${preformatted(lines)}</code></pre>`,
  math: ({ text }) => `<code class="millrace-math">${oneLine(text)}</code>`,
  link({ href }, content) {
    const safe = safeHref(href);
    if (safe === undefined) return content;
    return `<a href="${escapeHtml(safe)}" rel="noopener noreferrer nofollow">${content}</a>`;
  },
  image: ({ src, alt }) =>
    `<span class="millrace-image">[image: ${prose(`${alt}${hostNote(src)}`)}]</span>`,
  footnoteReference: ({ number }) => `<sup>${number}</sup>`,
  footnotes: (list) => `<section class="millrace-footnotes"><hr>${list}</section>`,
  html: ({ text }) => prose(text),
  htmlBlock: ({ lines }) => `<pre>${preformatted(lines)}</pre>`,
  task: (isDone) => (isDone ? "☑ " : "☐ "),
};

function oneLine(text: string): string {
  return escapeHtml(printable(text).replaceAll("\n", " "));
}

function prose(text: string): string {
  return oneLine(text).replaceAll(/[$\\]/gu, "<span>$&</span>");
}

/** Lines of code, in which a line feed before an empty line is a character reference. */
function preformatted(lines: readonly string[]): string {
  return escapeHtml(printable(lines.join("\n"))).replaceAll(/\n(?=[^\S\n]*(?:\n|$))/gu, "&#10;");
}

function languageClass(language: string): string {
  return /^[\w+#.-]{1,32}$/u.test(language) ? ` class="language-${language}"` : "";
}

/** Where an image is, if it is on the web. */
function hostNote(src: string): string {
  const url = URL.parse(safeHref(src) ?? "");
  return url === null || url.host === "" ? "" : ` (${url.host})`;
}
