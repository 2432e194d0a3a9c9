import {
  type Block,
  type Inline,
  type MarkdownDocument,
  safeHref,
} from "../../../src/markdown/index.ts";
import { printable } from "../../../src/text/index.ts";
import { withoutSpaces } from "./html-audit.ts";

/** All text that a reader sees of a document, without spaces. */
export function textOfDocument({ children, footnotes }: MarkdownDocument): string {
  const text = [...children, ...footnotes.flatMap((note) => note.children)].map(textOfBlock);
  return withoutSpaces(printable(text.join("")));
}

function textOfBlock(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return textOfInlines(block.inlines);
    case "quote":
      return block.children.map(textOfBlock).join("");
    case "list":
      return block.children
        .map(({ isDone, children }) => `${taskMark(isDone)}${children.map(textOfBlock).join("")}`)
        .join("");
    case "table":
      return block.rows.flatMap(({ cells }) => cells.map(textOfInlines)).join("");
    case "code":
    case "math":
    case "html":
      return block.lines.join("\n");
    case "rule":
      return "";
  }
}

function taskMark(isDone: boolean | undefined): string {
  if (isDone === undefined) return "";
  return isDone ? "☑" : "☐";
}

function textOfInlines(inlines: readonly Inline[]): string {
  return inlines.map(textOfInline).join("");
}

function textOfInline(inline: Inline): string {
  switch (inline.type) {
    case "text":
    case "code":
    case "math":
    case "html":
      return inline.text;
    case "soft-break":
    case "hard-break":
      return " ";
    case "image":
      return `[image: ${inline.alt}${hostNote(inline.src)}]`;
    case "footnote-reference":
      return String(inline.number);
    case "emphasis":
    case "strong":
    case "strikethrough":
    case "link":
      return textOfInlines(inline.children);
  }
}

function hostNote(src: string): string {
  const host = /^https?:\/\/([^/?#]*)/u.exec(safeHref(src) ?? "")?.[1];
  return host === undefined ? "" : `(${host})`;
}
