import type { MarkdownTable } from "../tree.ts";
import type { FenceStart, HeadingStart, HtmlStart, MathStart } from "./block-starts.ts";

/** A container that a line opens. */
export type ContainerStart =
  | { readonly kind: "quote" }
  | { readonly kind: "footnote"; readonly label: string }
  | {
      readonly kind: "item";
      readonly marker: string;
      readonly start: number | undefined;
      readonly contentColumns: number;
    };

/** What a line does after its containers. */
export type LeafPlan =
  | { readonly kind: "empty" }
  /** A paragraph that starts or continues, or a row. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "heading"; readonly start: HeadingStart; readonly text: string }
  | { readonly kind: "underline"; readonly level: 1 | 2 }
  | { readonly kind: "delimiters"; readonly align: MarkdownTable["align"] }
  | { readonly kind: "rule" }
  | { readonly kind: "fence"; readonly start: FenceStart; readonly indent: number }
  | { readonly kind: "math"; readonly start: MathStart; readonly source: string }
  | { readonly kind: "html"; readonly start: HtmlStart; readonly text: string }
  | { readonly kind: "indented"; readonly text: string }
  /** A line of the open code, math or HTML block. */
  | { readonly kind: "line"; readonly text: string }
  /** The line that closes the open fence or formula, with what follows it. */
  | { readonly kind: "close"; readonly text: string; readonly rest: string }
  /** The open formula has no closer, so its lines are parsed again, and this one after them. */
  | { readonly kind: "no-math" };

/** What a line does to the open blocks. */
export interface LinePlan {
  /** Open containers that the line continues. */
  readonly matched: number;
  /** Whether it continues a paragraph in containers that it does not continue. */
  readonly isLazy: boolean;
  readonly starts: readonly ContainerStart[];
  readonly leaf: LeafPlan;
}
