import { textView } from "../text-view.ts";
import type { Highlighter } from "./highlighter.ts";
import type { Typesetter } from "./typesetter.ts";

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

/** Markdown on a page. */
export interface MarkdownView {
  /** The root, of class `mr-markdown`. */
  readonly node: HTMLElement;
  /**
   * Shows the whole `text`. Cost: O(new text) if it continues the text that was shown before.
   *
   * @param isComplete Whether no more text follows: what was held back of the last line is then shown, too.
   * @param isLate Whether the time for this frame is over. The view then stops in mid-work.
   * @returns Whether all is shown. If not, call it again with the next frame.
   */
  show(text: string, isComplete: boolean, isLate?: () => boolean): boolean;
  /** Ends timers and listeners. The node must not be used afterwards. */
  dispose(): void;
}

/**
 * Shows Markdown of a language model while it is generated. It depends on neither Jupyter nor a kernel.
 *
 * The text is hostile: it becomes elements of an allow-list and text nodes, never HTML, and nothing is fetched.
 */
export function markdownView(_options: MarkdownViewOptions = {}): MarkdownView {
  const text = textView();
  const node = document.createElement("div");
  node.className = "mr-markdown";
  node.append(text.node);
  return {
    node,
    show(whole) {
      text.show(whole);
      return true;
    },
    dispose() {},
  };
}
