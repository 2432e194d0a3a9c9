import type { HtmlDialect } from "../../../src/markdown/html/html-dialect.ts";
import { writeHtml } from "../../../src/markdown/html/write-html.ts";
import type { MarkdownDocument } from "../../../src/markdown/index.ts";

/** The HTML of CommonMark's and GFM's specifications: raw HTML, any URL, images. For comparison only: it is not safe. */
export function specHtml(document: MarkdownDocument): string {
  return writeHtml(document, SPEC);
}

const SPEC: HtmlDialect = {
  softBreak: "\n",
  hardBreak: "<br />\n",
  rule: "<hr />",
  text: escape,
  code: (text) => `<code>${escape(text)}</code>`,
  codeBlock({ language, lines }) {
    const attribute = language === "" ? "" : ` class="language-${escape(language)}"`;
    return `<pre><code${attribute}>${lines.map((line) => `${escape(line)}\n`).join("")}</code></pre>`;
  },
  mathBlock: (lines) => `<pre><code class="math">${escape(lines.join("\n"))}</code></pre>`,
  math: ({ text }) => `<code class="math">${escape(text)}</code>`,
  link: ({ href, title }, content) =>
    `<a href="${escapeUrl(href)}"${titleAttribute(title)}>${content}</a>`,
  image: ({ src, title, alt }) =>
    `<img src="${escapeUrl(src)}" alt="${escape(alt)}"${titleAttribute(title)} />`,
  footnoteReference: ({ number }) => `<sup>${number}</sup>`,
  footnotes: (list) => `<section>${list}</section>`,
  html: ({ text }) => text,
  htmlBlock: ({ lines }) => lines.join("\n"),
  task: (isDone) => `<input ${isDone ? 'checked="" ' : ""}disabled="" type="checkbox"> `,
};

function titleAttribute(title: string | undefined): string {
  return title === undefined ? "" : ` title="${escape(title)}"`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Percent-encodes what is not allowed in a URL, as cmark does. */
function escapeUrl(url: string): string {
  const encoded = url
    .toWellFormed()
    .replaceAll(/%(?![\da-f]{2})|[^\w;/?:@&=+$,\-.!~*'()#%]/giu, (character) =>
      encodeURIComponent(character),
    );
  return escape(encoded);
}
