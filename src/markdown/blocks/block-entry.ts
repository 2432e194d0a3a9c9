import type {
  Block,
  Footnote,
  Inline,
  List,
  ListItem,
  MarkdownDocument,
  MarkdownNode,
  MarkdownRow,
} from "../tree.ts";

/** What the block machine knows of a node beside its place in the tree. Kept for closed blocks, too. */
export interface BlockEntry {
  readonly node: MarkdownNode;
  readonly parent: ParentEntry | undefined;
  /** Index among the parts of the parent. */
  readonly index: number;
  /** 0 for the document. */
  readonly depth: number;
  /** The sibling before it. */
  readonly previous: BlockEntry | undefined;
  /** Number of its first line. */
  readonly startLine: number;
  /** Number of its last line, not counting those of its parts. */
  endLine: number;
  /** The list that is loose because of the empty lines before it. */
  readonly loosens: ListEntry | undefined;
}

/** An entry whose parts are nodes. */
export interface ParentEntry extends BlockEntry {
  readonly parts: readonly MarkdownNode[];
  lastPart: BlockEntry | undefined;
}

interface BlockParent extends ParentEntry {
  readonly parts: Block[];
}

export interface DocumentEntry extends BlockParent {
  readonly kind: "document";
  readonly node: MarkdownDocument & { footnotes: readonly Footnote[] };
}

export interface QuoteEntry extends BlockParent {
  readonly kind: "quote";
}

export interface FootnoteEntry extends BlockParent {
  readonly kind: "footnote";
  readonly node: Footnote;
}

export interface ItemEntry extends BlockParent {
  readonly kind: "item";
  readonly parent: ListEntry;
  readonly node: ListItem & { isDone: boolean | undefined };
  /** Columns that a line of this item is indented by. */
  readonly contentColumns: number;
  /** Whether anything but its marker has come. */
  hasContent: boolean;
}

export interface ListEntry extends ParentEntry {
  readonly kind: "list";
  readonly node: List & { isTight: boolean };
  readonly parts: ListItem[];
  /** Bullet, or the character after the number. */
  readonly marker: string;
}

/** A container that other blocks may be in. */
export type BlockContainer = DocumentEntry | QuoteEntry | FootnoteEntry | ItemEntry;

export type Container = BlockContainer | ListEntry;

interface AnyLeaf {
  readonly entry: BlockEntry;
  /** Leaves that come earlier in the text have lower numbers. */
  readonly order: number;
  /** Labels of footnotes that its inlines refer to. */
  footnoteLabels: Set<string>;
}

/** The inlines of a paragraph or heading. */
export interface TextLeaf extends AnyLeaf {
  readonly kind: "text";
  readonly inlines: Inline[];
  /** What the inlines are parsed from, and spaces after it. */
  source: string;
  /** The end of the source that is not parsed yet. */
  fresh: string;
  /** Whether the parsed part of the source is no longer its start. */
  isReset: boolean;
}

/** The cells of a row. */
export interface RowLeaf extends AnyLeaf {
  readonly kind: "row";
  readonly node: MarkdownRow & { readonly cells: (readonly Inline[])[] };
  /** What the cells are parsed from. */
  sources: readonly string[];
  /** What the cells were parsed from last. */
  parsedSources: readonly string[];
}

/** A block with inlines. */
export type Leaf = TextLeaf | RowLeaf;

/** Number of the last line of a block with all in it. */
export function lastLineOf(entry: BlockEntry | ParentEntry): number {
  const part = "lastPart" in entry ? entry.lastPart : undefined;
  return part === undefined ? entry.endLine : Math.max(entry.endLine, lastLineOf(part));
}

/** Whether a block is still in its container. */
export function isAttached({ parent, index, node }: BlockEntry): boolean {
  return parent?.parts[index] === node;
}
