import type { Inline } from "../tree.ts";
import type { HtmlDialect } from "./html-dialect.ts";

const STYLES = { emphasis: "em", strong: "strong", strikethrough: "del" } as const;

/** Returns inline content as HTML of a dialect. */
export function inlineHtml(inlines: readonly Inline[], dialect: HtmlDialect): string {
  return inlines.map((inline) => htmlOf(inline, dialect)).join("");
}

function htmlOf(inline: Inline, dialect: HtmlDialect): string {
  switch (inline.type) {
    case "text":
      return dialect.text(inline.text);
    case "soft-break":
      return dialect.softBreak;
    case "hard-break":
      return dialect.hardBreak;
    case "code":
      return dialect.code(inline.text);
    case "emphasis":
    case "strong":
    case "strikethrough": {
      const tag = STYLES[inline.type];
      return `<${tag}>${inlineHtml(inline.children, dialect)}</${tag}>`;
    }
    case "link":
      return dialect.link(inline, inlineHtml(inline.children, dialect));
    case "image":
      return dialect.image(inline);
    case "math":
      return dialect.math(inline);
    case "footnote-reference":
      return dialect.footnoteReference(inline);
    case "html":
      return dialect.html(inline);
  }
}
