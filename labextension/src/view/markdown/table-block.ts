import type { Inline, MarkdownRow, MarkdownTable } from "millrace/markdown";

import { element } from "../element.ts";
import { type InlineList, inlineList } from "./inline-list.ts";
import { nodeList } from "./node-list.ts";
import { PAGE_SIZE, pageList, type PartPlace } from "./page-list.ts";
import type { NodeDom, ViewContext } from "./view-context.ts";

/** A table that scrolls horizontally in its box. */
export function tableBlock(block: MarkdownTable, context: ViewContext): NodeDom {
  const box = element("div", "mr-table");
  const table = document.createElement("table");
  box.append(table);
  context.overflow.watch(box, table, () => "Table, scrolls");
  const place = rowPlace(table, () => setColumns(table, block));
  const rows = nodeList(place, context, (row: MarkdownRow) =>
    tableRow(row, { table: block, isHeader: row === block.rows[0], context }),
  );
  // A late definition of a reference may have changed a cell.
  context.onEnd(() => setColumns(table, block));
  return { element: box, update: (keep) => rows.update(block.rows, keep) };
}

/**
 * The first row goes into the head, all others into bodies of a page each.
 *
 * @param changeLength Called when the number of bodies becomes one or two.
 */
function rowPlace(table: HTMLTableElement, changeLength: () => void): PartPlace {
  const head = document.createElement("thead");
  const bodies = pageList(table, () => document.createElement("tbody"));
  let count = 0;
  return {
    append(row) {
      if (count === 0) {
        head.append(row);
        table.append(head);
      } else bodies.append(row);
      count += 1;
      if (count === PAGE_SIZE + 2) changeLength();
    },
    removeLast() {
      count -= 1;
      if (count === 0) {
        head.replaceChildren();
        head.remove();
      } else bodies.removeLast();
      if (count === PAGE_SIZE + 1) changeLength();
    },
  };
}

/**
 * Gives a table of several pages columns of fixed widths, by the text of its first page: the layout of a page then does not
 * depend on the others.
 */
function setColumns(table: HTMLTableElement, { rows, align }: MarkdownTable): void {
  const isLong = table.tBodies.length > 1;
  table.className = isLong ? "mr-long-table" : "";
  if (!isLong) {
    table.removeAttribute("style");
    table.removeAttribute("class");
    return;
  }
  const widths = align.map((_, column) => {
    const lengths = rows.slice(0, PAGE_SIZE).map(({ cells }) => textLength(cells[column] ?? []));
    return Math.min(WIDEST_EM, Math.max(...lengths) * CHARACTER_EM + PADDING_EM);
  });
  table.style.setProperty("--mr-columns", widths.map((width) => `${width.toFixed(1)}em`).join(" "));
}

const WIDEST_EM = 22;

/** A little more than the average width of a character. */
const CHARACTER_EM = 0.62;

const PADDING_EM = 2.4;

function textLength(inlines: readonly Inline[]): number {
  return inlines.reduce((sum, inline) => {
    if ("children" in inline) return sum + textLength(inline.children);
    return sum + ("text" in inline ? inline.text.length : 2);
  }, 0);
}

interface RowSettings {
  readonly table: MarkdownTable;
  readonly isHeader: boolean;
  readonly context: ViewContext;
}

function tableRow(row: MarkdownRow, { table, isHeader, context }: RowSettings): NodeDom {
  const host = document.createElement("tr");
  const cells: { readonly node: HTMLElement; readonly inlines: InlineList }[] = [];

  function cellAt(index: number): InlineList {
    const known = cells[index];
    if (known !== undefined) return known.inlines;
    const node = document.createElement(isHeader ? "th" : "td");
    if (isHeader) node.setAttribute("scope", "col");
    const align = table.align[index];
    if (align !== undefined) node.className = `mr-align-${align}`;
    host.append(node);
    const inlines = inlineList(node, context.typeset);
    cells.push({ node, inlines });
    return inlines;
  }

  return {
    element: host,
    update(keep) {
      for (let index = keep; index < row.cells.length; index += 1) {
        cellAt(index).update(row.cells[index] ?? [], 0);
      }
      for (const { node } of cells.splice(row.cells.length)) node.remove();
    },
  };
}
