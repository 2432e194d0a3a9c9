import type { CodeBlock, HtmlBlock, MarkdownRow, MarkdownTable, MathBlock } from "../tree.ts";
import type { BlockContainer, BlockEntry, ParentEntry, RowLeaf, TextLeaf } from "./block-entry.ts";

/** A paragraph that may grow. */
export interface OpenParagraph {
  readonly kind: "paragraph";
  readonly container: BlockContainer;
  readonly startLine: number;
  endLine: number;
  /** Source without definitions that were taken from its start. */
  source: string;
  /** Whether the source starts with a bracket. Known apart, as each look at a growing string copies all of it. */
  isBracketed: boolean;
  lastLine: string;
  /** Length of the source before the last line. */
  lastLineAt: number;
  /** Characters of the source that are definitions so far: a title may follow. */
  hiddenChars: number;
  /** Lines since definitions were last looked for. */
  unsettledLines: number;
  /** Its node in the tree; `undefined` while nothing is visible. */
  leaf: TextLeaf | undefined;
}

/** A heading whose line is unfinished. */
export interface OpenHeading {
  readonly kind: "heading";
  readonly leaf: TextLeaf;
  /** The line after its marker. */
  source: string;
  /** Length of the source when its content was last taken. */
  shownChars: number;
}

export interface OpenFence {
  readonly kind: "fence";
  readonly entry: BlockEntry;
  readonly node: CodeBlock & { isClosed: boolean; readonly lines: string[] };
  readonly mark: string;
  readonly length: number;
  /** Columns before the fence, dropped from its lines. */
  readonly indent: number;
}

export interface OpenIndentedCode {
  readonly kind: "indented";
  readonly entry: BlockEntry;
  readonly node: CodeBlock & { readonly lines: string[] };
  /** Empty lines that belong to the code if more of it follows. */
  emptyLines: string[];
}

export interface OpenHtml {
  readonly kind: "html";
  readonly entry: BlockEntry;
  readonly node: HtmlBlock & { readonly lines: string[] };
  readonly end: RegExp | undefined;
}

export interface OpenMath {
  readonly kind: "math";
  readonly entry: BlockEntry;
  readonly container: BlockContainer;
  readonly node: MathBlock & { isClosed: boolean; readonly lines: string[] };
  readonly closer: "$$" | "\\]";
  /** Lines from the opener on, parsed as other blocks if no closer comes. */
  readonly sources: string[];
}

export interface OpenTable {
  readonly kind: "table";
  readonly entry: ParentEntry;
  readonly node: MarkdownTable;
  readonly rows: MarkdownRow[];
  /** The row of the current line. */
  row: RowLeaf | undefined;
  rowSource: string;
  /** Length of the row's source when it was last split into cells. */
  splitChars: number;
  /** Cells that the rows so far lack. */
  missingCells: number;
}

/** The block that the next line may continue. */
export type GrowingBlock =
  | OpenParagraph
  | OpenHeading
  | OpenFence
  | OpenIndentedCode
  | OpenHtml
  | OpenMath
  | OpenTable;
