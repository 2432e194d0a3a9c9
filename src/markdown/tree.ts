/**
 * A parsed document.
 *
 * Blocks keep their identity while a stream grows: a block is the same object until its type changes. Users must not
 * change them.
 */
export interface MarkdownDocument {
  readonly type: "document";
  readonly children: readonly Block[];
  /**
   * Footnotes that are referenced and defined, in the order of their numbers, from 1. They are numbered by first use. If
   * there are many, some may be missing before the end of a stream. A list that changes is a new array.
   */
  readonly footnotes: readonly Footnote[];
}

/** What a document, quote, item or footnote consists of. */
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

/** Inline content that is a block. */
export interface Paragraph {
  readonly type: "paragraph";
  readonly inlines: readonly Inline[];
}

/** A title, from `#` or from an underline. */
export interface Heading {
  readonly type: "heading";
  /** 1 to 6. */
  readonly level: number;
  readonly inlines: readonly Inline[];
}

/** Blocks after `>`. */
export interface Quote {
  readonly type: "quote";
  readonly children: readonly Block[];
}

/** Items with the same kind of bullet, or numbered. */
export interface List {
  readonly type: "list";
  /** Number of the first item; `undefined` for a bullet list. */
  readonly start: number | undefined;
  /** Whether no empty lines separate items or their blocks: their paragraphs are shown without margins. */
  readonly isTight: boolean;
  readonly children: readonly ListItem[];
}

/** An item of a list. */
export interface ListItem {
  readonly type: "item";
  /** Whether a task is done; `undefined` if the item is no task. */
  readonly isDone: boolean | undefined;
  readonly children: readonly Block[];
}

/** Code between fences, or indented. */
export interface CodeBlock {
  readonly type: "code";
  /** First word of the info string, such as `ts`; `""` for indented code and fences without one. */
  readonly language: string;
  /** Without line ends. */
  readonly lines: readonly string[];
  /** Whether its closing fence has come. Indented code is always closed. A fence may stay open to the end. */
  readonly isClosed: boolean;
}

/** `$$ … $$` or `\[ … \]` as a block. */
export interface MathBlock {
  readonly type: "math";
  readonly lines: readonly string[];
  /** `false` only before the end of a stream: without a closer, the text becomes paragraphs. */
  readonly isClosed: boolean;
}

/** A table of GFM. */
export interface MarkdownTable {
  readonly type: "table";
  /** One entry for each column. */
  readonly align: readonly ("left" | "center" | "right" | undefined)[];
  /** The first row is the header. */
  readonly rows: readonly MarkdownRow[];
}

/** A row of a table. */
export interface MarkdownRow {
  readonly type: "row";
  /** As many as the table has columns; fewer if its rows lack more than 65,536 cells. */
  readonly cells: readonly (readonly Inline[])[];
}

/** `---` */
export interface Rule {
  readonly type: "rule";
}

/** Raw HTML; only in the mode `spec`. */
export interface HtmlBlock {
  readonly type: "html";
  readonly lines: readonly string[];
}

/** The definition of a footnote. */
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
  /** Raw HTML; only in the mode `spec`. */
  | { readonly type: "html"; readonly text: string };

/** Which Markdown is parsed. */
export interface MarkdownOptions {
  /**
   * `model` suits the output of language models: raw HTML is text, and math is recognized. `spec` is CommonMark with
   * GFM's extensions, for tests against their specifications.
   *
   * @defaultValue `"model"`
   */
  readonly mode?: "model" | "spec" | undefined;
}

/** Everything that {@link Change} can name. */
export type MarkdownNode = MarkdownDocument | Block | ListItem | MarkdownRow | Footnote;

/**
 * A node that changed. Its parts (children, inlines, lines, rows or cells) before index `keep` are as they were; later
 * ones are new, changed or gone. Its other fields may have changed, too. If a part was in the tree before and only grew,
 * it is kept, and a separate change names it.
 *
 * The footnotes of a document are one of its other fields: list them anew when they are another array than before.
 * Footnotes that were listed before are the same objects, and separate changes name those that grew.
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
 * 3. Before `end`, the document is that of the text so far, except for what may still turn into something else: the
 *    last, unfinished line is held back while it may be a marker (the underline of a heading, a delimiter row, a rule, a
 *    fence, a link definition), and an unclosed formula is shown as math that is not closed.
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
