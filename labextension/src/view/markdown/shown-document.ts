import { systemClock } from "millrace/clock";
import { type Change, type MarkdownNode, markdownStream } from "millrace/markdown";

import { footnoteSection } from "./footnote-section.ts";
import { laterWork } from "./later-work.ts";
import { makeBlock } from "./make-block.ts";
import type { MarkdownViewOptions } from "./markdown-view-options.ts";
import { mathTypesetter } from "./math.ts";
import { nodeList } from "./node-list.ts";
import { overflowWatch } from "./overflow-watch.ts";
import { makePage, pageList } from "./page-list.ts";
import type { NodeDom, ViewContext } from "./view-context.ts";

/** Text that is parsed and shown before the time is checked again: less than a millisecond. */
const SLICE_CHARS = 1_000;

export interface ShownDocumentSettings {
  readonly options: MarkdownViewOptions;
  /** Called when there is work to do that no new text causes. */
  readonly request: () => void;
  /** Announces a text to screen readers. */
  readonly announce: (text: string) => void;
}

/** Shows one document, which grows, as the content of `host`. */
export function shownDocument(host: HTMLElement, settings: ShownDocumentSettings) {
  const { options, request, announce } = settings;
  host.replaceChildren();
  const stream = markdownStream();
  const clock = systemClock();
  const later = laterWork(host, clock, request);
  const overflow = overflowWatch();
  const doms = new WeakMap<MarkdownNode, NodeDom>();
  /** Nodes whose elements are new, so that changes of these nodes are in them already. */
  const fresh = new Set<MarkdownNode>();
  const atEnd = new Set<() => void>();
  let text = "";
  let isEnded = false;

  const context: ViewContext = {
    clock,
    later,
    overflow,
    announce,
    typeset: mathTypesetter(later, options.typeset),
    highlighter: options.code,
    register(node, dom) {
      doms.set(node, dom);
      fresh.add(node);
    },
    isEnded: () => isEnded,
    onEnd: (callback) => void atEnd.add(callback),
  };
  const blocks = document.createElement("div");
  host.append(blocks);
  const children = nodeList(pageList(blocks, makePage), context, makeBlock);
  const footnotes = footnoteSection(host, context);

  function apply({ node, keep }: Change): void {
    if (node.type === "document") {
      children.update(node.children, keep);
      footnotes.update(node.footnotes);
    } else if (!fresh.has(node)) doms.get(node)?.update(keep);
  }

  function applyChanges(): void {
    for (const change of stream.changes()) apply(change);
    fresh.clear();
  }

  function end(): void {
    stream.end();
    isEnded = true;
    applyChanges();
    for (const callback of atEnd) callback();
    atEnd.clear();
  }

  return {
    /** Whether the document can become that of this text. */
    isContinuedBy(whole: string, isComplete: boolean): boolean {
      if (isEnded) return isComplete && whole === text;
      // Compares in place, unlike `startsWith`, which takes each character by itself.
      return whole.slice(0, text.length) === text;
    },
    /** Returns whether all is shown. */
    show(whole: string, isComplete: boolean, isLate: () => boolean): boolean {
      while (text.length < whole.length) {
        const slice = whole.slice(text.length, text.length + SLICE_CHARS);
        text = whole.slice(0, text.length + slice.length);
        stream.push(slice);
        applyChanges();
        if (isLate()) return false;
      }
      if (isComplete && !isEnded) end();
      return later.run(isLate);
    },
    dispose() {
      later.dispose();
      overflow.clear();
    },
  };
}
