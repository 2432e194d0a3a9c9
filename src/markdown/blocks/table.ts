import type { Inline, MarkdownRow, MarkdownTable } from "../tree.ts";
import { addBlock, blockContainer, type BlockState } from "./block-state.ts";
import type { ParentEntry, RowLeaf } from "./block-entry.ts";
import type { OpenParagraph, OpenTable } from "./growing-block.ts";
import { takeLastLine } from "./paragraph.ts";
import { splitRow } from "./table-syntax.ts";

/** Longer unfinished rows are split again only after they have grown by this share, so that their cost stays linear. */
const LONG_ROW_CHARS = 1_024;
const GROWTH = 1 / 16;

/** Rows of a table get so many empty cells in all: short lines in a wide table would take quadratic memory. */
const MOST_MISSING_CELLS = 65_536;
const NO_INLINES: readonly Inline[] = [];

/** Turns the last line of the paragraph into the header of a table. */
export function startTable(
  state: BlockState,
  paragraph: OpenParagraph,
  align: MarkdownTable["align"],
): void {
  const headerLine = paragraph.endLine;
  const header = takeLastLine(state, paragraph);
  const rows: MarkdownRow[] = [];
  const node: MarkdownTable = { type: "table", align, rows };
  const added = addBlock({ ...state, line: headerLine }, blockContainer(state), node);
  const entry: ParentEntry = { ...added, parts: rows, lastPart: undefined };
  entry.endLine = state.line;
  if (entry.parent !== undefined) entry.parent.lastPart = entry;
  const table: OpenTable = {
    kind: "table",
    entry,
    rows,
    node,
    row: undefined,
    rowSource: "",
    splitChars: 0,
    missingCells: 0,
  };
  state.leaf = table;
  addRow(state, table, header);
  table.row = undefined;
}

/** Adds a row, or the start of one. */
export function addRow(state: BlockState, table: OpenTable, text: string): void {
  const isFilled = table.missingCells < MOST_MISSING_CELLS;
  const cells: (readonly Inline[])[] = isFilled ? table.node.align.map(() => NO_INLINES) : [];
  const node = { type: "row" as const, cells };
  const entry = {
    node,
    parent: table.entry,
    index: table.rows.length,
    depth: table.entry.depth + 1,
    previous: undefined,
    startLine: state.line,
    endLine: state.line,
    loosens: undefined,
  };
  table.rows.push(node);
  table.entry.endLine = state.line;
  state.log.touch(table.entry, entry.index);
  state.leafCount += 1;
  table.row = {
    kind: "row",
    entry,
    node,
    order: state.leafCount,
    footnoteLabels: new Set(),
    sources: [],
    parsedSources: [],
  };
  table.rowSource = text;
  splitCells(state, table, table.row);
}

/** Adds to the unfinished row. */
export function growRow(state: BlockState, table: OpenTable, text: string): void {
  table.rowSource += text;
  const { row, rowSource, splitChars } = table;
  const isDue = rowSource.length <= LONG_ROW_CHARS || rowSource.length >= splitChars * (1 + GROWTH);
  if (row !== undefined && isDue) splitCells(state, table, row);
}

export function finishRow(state: BlockState, table: OpenTable): void {
  const { row } = table;
  if (row !== undefined && table.splitChars < table.rowSource.length) splitCells(state, table, row);
  if (row !== undefined) table.missingCells += table.node.align.length - row.sources.length;
  table.row = undefined;
}

/** Cells beyond the columns are dropped. */
function splitCells(state: BlockState, table: OpenTable, row: RowLeaf): void {
  const sources = splitRow(table.rowSource);
  row.sources = sources.slice(0, table.node.align.length);
  const { cells } = row.node;
  if (cells.length < row.sources.length) state.log.touch(row.entry, cells.length);
  while (cells.length < row.sources.length) cells.push(NO_INLINES);
  table.splitChars = table.rowSource.length;
  state.fresh.add(row);
}
