import { element } from "../element.ts";
import { followFootnotes } from "./footnote-section.ts";
import { linkPopover } from "./link-popover.ts";
import type { MarkdownViewOptions } from "./markdown-view-options.ts";
export type { MarkdownViewOptions } from "./markdown-view-options.ts";
import { shownDocument } from "./shown-document.ts";

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

const IN_TIME = () => false;

/**
 * Shows Markdown of a language model while it is generated. It depends on neither Jupyter nor a kernel.
 *
 * The text is hostile: it becomes elements of an allow-list and text nodes, never HTML, and nothing is fetched.
 */
export function markdownView(options: MarkdownViewOptions = {}): MarkdownView {
  const node = element("div", "mr-markdown");
  const content = element("div", "mr-markdown-content");
  const status = element("span", "mr-hidden");
  status.setAttribute("aria-live", "polite");
  node.append(content, status);
  const life = new AbortController();
  let latest = { text: "", isComplete: false };
  let shown = startShowing();

  function request(): void {
    if (options.request === undefined) show(latest.text, latest.isComplete);
    else options.request();
  }

  function announce(text: string): void {
    status.textContent = text;
  }

  function startShowing() {
    return shownDocument(content, { options, request, announce });
  }

  function show(text: string, isComplete: boolean, isLate = IN_TIME): boolean {
    latest = { text, isComplete };
    if (!shown.isContinuedBy(text, isComplete)) {
      shown.dispose();
      shown = startShowing();
    }
    return shown.show(text, isComplete, isLate);
  }

  const open =
    options.openLink ?? ((href: string) => void window.open(href, "_blank", "noopener,noreferrer"));
  linkPopover(node, { open, announce, signal: life.signal });
  followFootnotes(node, life.signal);
  return {
    node,
    show,
    dispose() {
      life.abort();
      shown.dispose();
    },
  };
}
