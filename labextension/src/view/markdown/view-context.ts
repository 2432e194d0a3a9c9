import type { Clock } from "millrace/clock";
import type { MarkdownNode } from "millrace/markdown";

import type { Highlighter } from "./markdown-view-options.ts";
import type { LaterWork } from "./later-work.ts";
import type { TypesetLater } from "./math.ts";
import type { OverflowWatch } from "./overflow-watch.ts";

/** The element of a node of the tree. */
export interface NodeDom {
  readonly element: HTMLElement;
  /** Shows the node as it is now. Its parts before `keep` have not changed. */
  update(keep: number): void;
}

/** What the elements of one view share. */
export interface ViewContext {
  readonly clock: Clock;
  readonly later: LaterWork;
  readonly typeset: TypesetLater;
  readonly overflow: OverflowWatch;
  readonly highlighter: Highlighter | undefined;
  /** Remembers the element of a node, so that changes find it. */
  register(node: MarkdownNode, dom: NodeDom): void;
  /** Whether the text is complete, so that blocks that are still open stay as they are. */
  isEnded(): boolean;
  /** Calls back when the text is complete. */
  onEnd(callback: () => void): void;
  /** Announces a text to screen readers. */
  announce(text: string): void;
}
