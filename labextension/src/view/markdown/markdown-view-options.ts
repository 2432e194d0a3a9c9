import type { Parser } from "@lezer/common";

/**
 * Finds the parser of a language by its name in a code fence, such as `ts`. Resolves with `undefined` for an unknown
 * language: its code is shown without colours.
 */
export type Highlighter = (language: string) => Promise<Parser | undefined>;

/** Loads what typesets formulas. */
export type Typesetter = () => Promise<TypesetFormula>;

/**
 * Typesets a formula as the content of `host`.
 *
 * @throws {Error} When the formula is not valid. The content of `host` is then undefined.
 */
export type TypesetFormula = (host: HTMLElement, source: string, isDisplay: boolean) => void;

export interface MarkdownViewOptions {
  /** Colours code. Without it, code has one colour. */
  readonly code?: Highlighter | undefined;
  /** Typesets math. Without it, formulas are shown as their source. */
  readonly typeset?: Typesetter | undefined;
  /** Opens a link whose address the user has seen. Opens a new tab by default. */
  readonly openLink?: ((href: string) => void) | undefined;
  /**
   * Called when the view has work that its caller does not know of, such as colours of code whose parser has been
   * loaded. The caller then calls `show` again soon, with the text it has. By default, the view does so itself.
   */
  readonly request?: (() => void) | undefined;
}
