import type { CodeBlock, HtmlBlock, Inline } from "../tree.ts";

export type InlineOf<Type extends Inline["type"]> = Extract<Inline, { readonly type: Type }>;

/** How parts of a document become HTML. What it gets as content is HTML; strings of the tree are not. */
export interface HtmlDialect {
  readonly softBreak: string;
  readonly hardBreak: string;
  readonly rule: string;
  text(text: string): string;
  code(text: string): string;
  codeBlock(block: CodeBlock): string;
  mathBlock(lines: readonly string[]): string;
  math(math: InlineOf<"math">): string;
  link(link: InlineOf<"link">, content: string): string;
  image(image: InlineOf<"image">): string;
  footnoteReference(reference: InlineOf<"footnote-reference">): string;
  /** Around the list of footnotes. */
  footnotes(list: string): string;
  html(html: InlineOf<"html">): string;
  htmlBlock(block: HtmlBlock): string;
  /** Before the content of a task. */
  task(isDone: boolean): string;
}
