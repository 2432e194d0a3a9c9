import { markdownView, type MarkdownViewOptions } from "../markdown/markdown-view.ts";
import { durationText } from "./words/duration-text.ts";
import { element } from "../element.ts";
import { setHidden, setText } from "./set-dom.ts";
import { stickToEnd } from "./stick-to-end.ts";

/** What the reasoning part shows. */
export interface ReasoningContent {
  readonly reasoning: string;
  /** `undefined` if unknown. */
  readonly reasoningMs: number | undefined;
  /** Whether the model is reasoning now. */
  readonly isOpen: boolean;
}

/** The reasoning, folded under its duration. Its text is rendered only while it is unfolded. */
export function reasoningPart(options: MarkdownViewOptions) {
  const node = element("details", "mr-reasoning");
  const summary = element("summary", "");
  const box = element("div", "mr-reasoning-text");
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Reasoning");
  const view = markdownView(options);
  const sticky = stickToEnd(box, () => undefined);
  box.append(view.node);
  let isGrowing = false;
  // After the browser's own layout, so that following the end costs none.
  const growth = new ResizeObserver(() => {
    if (isGrowing) sticky.keep();
  });
  growth.observe(view.node);
  node.append(summary, box);
  node.addEventListener("toggle", () => options.request?.());

  return {
    node,
    /** @returns Whether all is shown. */
    show({ reasoning, reasoningMs, isOpen }: ReasoningContent, isLate: () => boolean): boolean {
      setHidden(node, reasoning === "");
      setText(summary, summaryText(reasoningMs, isOpen));
      node.classList.toggle("mr-busy", isOpen);
      isGrowing = isOpen;
      if (!node.open || reasoning === "") return true;
      return view.show(reasoning, !isOpen, isLate);
    },
    dispose() {
      growth.disconnect();
      view.dispose();
    },
  };
}

export function summaryText(reasoningMs: number | undefined, isOpen: boolean): string {
  if (reasoningMs === undefined) return isOpen ? "Reasoning…" : "Reasoning";
  return isOpen
    ? `Reasoning… ${Math.floor(reasoningMs / 1_000)} s`
    : `Thought for ${durationText(reasoningMs)}`;
}
