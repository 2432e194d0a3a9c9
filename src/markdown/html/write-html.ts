import type {
  Block,
  Footnote,
  Inline,
  List,
  ListItem,
  MarkdownDocument,
  MarkdownTable,
} from "../tree.ts";
import type { HtmlDialect } from "./html-dialect.ts";
import { inlineHtml } from "./inline-html.ts";

/** Returns a document as HTML of a dialect: each block on a line, no empty lines but those in its strings. */
export function writeHtml(document: MarkdownDocument, dialect: HtmlDialect): string {
  const output = startOutput(dialect);
  writeBlocks(output, document.children, false);
  if (document.footnotes.length > 0) {
    const list = startOutput(dialect);
    writeList(list, footnoteList(document.footnotes));
    putLine(output, dialect.footnotes(list.parts.join("")));
  }
  return output.parts.join("");
}

interface Output {
  readonly dialect: HtmlDialect;
  readonly parts: string[];
}

function startOutput(dialect: HtmlDialect): Output {
  return { dialect, parts: [] };
}

function endLine({ parts }: Output): void {
  const last = parts.at(-1);
  if (last !== undefined && !last.endsWith("\n")) parts.push("\n");
}

function put({ parts }: Output, html: string): void {
  if (html !== "") parts.push(html);
}

function putLine(output: Output, html: string): void {
  endLine(output);
  put(output, html);
  endLine(output);
}

function writeBlocks(output: Output, blocks: readonly Block[], isTight: boolean): void {
  for (const block of blocks) {
    if (block.type === "paragraph" && isTight) {
      put(output, inlineHtml(block.inlines, output.dialect));
    } else {
      writeBlock(output, block);
    }
  }
}

function writeBlock(output: Output, block: Block): void {
  const { dialect } = output;
  switch (block.type) {
    case "paragraph":
      putLine(output, `<p>${inlineHtml(block.inlines, dialect)}</p>`);
      break;
    case "heading": {
      const tag = `h${block.level}`;
      putLine(output, `<${tag}>${inlineHtml(block.inlines, dialect)}</${tag}>`);
      break;
    }
    case "quote":
      putLine(output, "<blockquote>");
      writeBlocks(output, block.children, false);
      putLine(output, "</blockquote>");
      break;
    case "list":
      writeList(output, block);
      break;
    case "code":
      putLine(output, dialect.codeBlock(block));
      break;
    case "math":
      putLine(output, dialect.mathBlock(block.lines));
      break;
    case "table":
      writeTable(output, block);
      break;
    case "rule":
      putLine(output, dialect.rule);
      break;
    case "html":
      putLine(output, dialect.htmlBlock(block));
      break;
  }
}

function writeList(output: Output, { start, isTight, children }: List): void {
  const tag = start === undefined ? "ul" : "ol";
  putLine(output, start === undefined || start === 1 ? `<${tag}>` : `<ol start="${start}">`);
  for (const item of children) writeItem(output, item, isTight);
  putLine(output, `</${tag}>`);
}

function writeItem(output: Output, { isDone, children }: ListItem, isTight: boolean): void {
  put(output, "<li>");
  if (isDone !== undefined) put(output, output.dialect.task(isDone));
  writeBlocks(output, children, isTight);
  put(output, "</li>");
  endLine(output);
}

function writeTable(output: Output, { align, rows }: MarkdownTable): void {
  const writeRow = (tag: "td" | "th", cells: readonly (readonly Inline[])[]) => {
    putLine(output, "<tr>");
    cells.forEach((cell, column) => {
      const side = align[column];
      const attribute = side === undefined ? "" : ` align="${side}"`;
      putLine(output, `<${tag}${attribute}>${inlineHtml(cell, output.dialect)}</${tag}>`);
    });
    putLine(output, "</tr>");
  };
  const [head, ...body] = rows;
  putLine(output, "<table>");
  if (head !== undefined) {
    putLine(output, "<thead>");
    writeRow("th", head.cells);
    putLine(output, "</thead>");
  }
  if (body.length > 0) {
    putLine(output, "<tbody>");
    for (const { cells } of body) writeRow("td", cells);
    putLine(output, "</tbody>");
  }
  putLine(output, "</table>");
}

/** Footnotes are shown as a list, whose numbers are theirs. */
function footnoteList(notes: readonly Footnote[]): List {
  const children = notes.map((note): ListItem => ({
    type: "item",
    isDone: undefined,
    children: note.children,
  }));
  return { type: "list", start: 1, isTight: false, children };
}
