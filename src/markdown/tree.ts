/**
 * A parsed document.
 *
 * Blocks keep their identity while a stream grows: a block is the same object until its type changes. Users must not
 * change them.
 */
export interface MarkdownDocument {
  readonly type: "document";
  readonly children: readonly Block[];
  /** Footnotes that are referenced and defined, in the order of their numbers, from 1. */
  readonly footnotes: readonly Footnote[];
}

export type Block =
  | Paragraph
  | Heading
  | Quote
  | List
  | CodeBlock
  | MathBlock
  | MarkdownTable
  | Rule
  | HtmlBlock;

export interface Paragraph {
  readonly type: "paragraph";
  readonly inlines: readonly Inline[];
}

export interface Heading {
  readonly type: "heading";
  /** 1 to 6. */
  readonly level: number;
  readonly inlines: readonly Inline[];
}

export interface Quote {
  readonly type: "quote";
  readonly children: readonly Block[];
}

export interface List {
  readonly type: "list";
  /** Number of the first item; `undefined` for a bullet list. */
  readonly start: number | undefined;
  /** Whether no empty lines separate items or their blocks: their paragraphs are shown without margins. */
  readonly isTight: boolean;
  readonly children: readonly ListItem[];
}

export interface ListItem {
  readonly type: "item";
  /** Whether a task is done; `undefined` if the item is no task. */
  readonly isDone: boolean | undefined;
  readonly children: readonly Block[];
}

export interface CodeBlock {
  readonly type: "code";
  /** First word of the info string, such as `ts`; `""` for indented code and fences without one. */
  readonly language: string;
  /** Without line ends. */
  readonly lines: readonly string[];
  /** Whether its closing fence has come. Indented code is always closed. */
  readonly isClosed: boolean;
}

/** `$$ … $$` or `\[ … \]` as a block. */
export interface MathBlock {
  readonly type: "math";
  readonly lines: readonly string[];
  readonly isClosed: boolean;
}

export interface MarkdownTable {
  readonly type: "table";
  /** One entry for each column. */
  readonly align: readonly ("left" | "center" | "right" | undefined)[];
  /** The first row is the header. */
  readonly rows: readonly MarkdownRow[];
}

export interface MarkdownRow {
  readonly type: "row";
  /** As many as the table has columns. */
  readonly cells: readonly (readonly Inline[])[];
}

export interface Rule {
  readonly type: "rule";
}

/** Raw HTML; only with the option `html`. */
export interface HtmlBlock {
  readonly type: "html";
  readonly lines: readonly string[];
}

export interface Footnote {
  readonly type: "footnote";
  readonly label: string;
  readonly children: readonly Block[];
}

/** Inline content. These values never change; a changed inline is a new object. */
export type Inline =
  | { readonly type: "text"; readonly text: string }
  /** A line end in the source, shown as a space. */
  | { readonly type: "soft-break" }
  | { readonly type: "hard-break" }
  | { readonly type: "code"; readonly text: string }
  | {
      readonly type: "emphasis" | "strong" | "strikethrough";
      readonly children: readonly Inline[];
    }
  | {
      readonly type: "link";
      /** As in the source, with entities and escapes decoded: of any scheme. See `safeHref`. */
      readonly href: string;
      readonly title: string | undefined;
      readonly children: readonly Inline[];
    }
  | {
      readonly type: "image";
      readonly src: string;
      readonly title: string | undefined;
      /** The plain text of the description. */
      readonly alt: string;
    }
  | { readonly type: "math"; readonly text: string; readonly isDisplay: boolean }
  | { readonly type: "footnote-reference"; readonly label: string; readonly number: number }
  /** Raw HTML; only with the option `html`. */
  | { readonly type: "html"; readonly text: string };

/** Everything that {@link Change} can name. */
export type MarkdownNode = MarkdownDocument | Block | ListItem | MarkdownRow | Footnote;

/**
 * A node that changed. Its parts (children, inlines, lines, rows or cells) before index `keep` are as they were; later
 * ones are new, changed or gone. Its other fields may have changed, too. If a part was in the tree before and only grew,
 * it is kept, and a separate change names it.
 */
export interface Change {
  readonly node: MarkdownNode;
  readonly keep: number;
}

/**
 * A document that grows.
 *
 * Laws, checked by `test/markdown/stream-laws.test.ts`:
 * 1. After `end`, the document equals that of the whole text parsed at once, however the text was cut.
 * 2. A copy to which all {@link Change}s are applied equals the document.
 * 3. Before `end`, the document is that of the text so far, except that what the last, unfinished line may still
 *    turn into (the underline of a heading, a table's delimiter row, a rule) is held back.
 */
export interface MarkdownStream {
  readonly document: MarkdownDocument;
  /** Appends text. Cost: amortised O(length of the text). */
  push(text: string): void;
  /** Parses the last line as finished. No `push` may follow. */
  end(): void;
  /** Returns what changed since the last call, parents before their parts. The cost is bounded by the changes. */
  changes(): Change[];
}
