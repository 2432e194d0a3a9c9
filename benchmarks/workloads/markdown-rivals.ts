/** Ways to show Markdown that grows, and how long each takes to paint. Runs in a browser. */
import DOMPurify from "dompurify";
import { marked } from "marked";

import { markdownView } from "../../labextension/src/view/markdown/markdown-view.ts";
import { markOf } from "./markdown-answer.ts";

/** Shows a text that grows on the page, until it is disposed of. */
interface Rival {
  show(text: string): void;
  dispose(): void;
}

/**
 * - `millrace`: the pane's view.
 * - `whole`: the whole text parsed and sanitized again for each delta, as chat pages often do.
 * - `blocks`: the shape of Streamdown, not the package: the text is split into blocks again, and only blocks that changed
 *   are rendered again.
 */
export type RivalName = "millrace" | "whole" | "blocks";

const RIVALS: Readonly<Record<RivalName, (host: HTMLElement) => Rival>> = {
  millrace(host) {
    const view = markdownView();
    host.append(view.node);
    return { show: (text) => void view.show(text, false), dispose: () => view.dispose() };
  },

  whole: (host) => ({
    show(text) {
      host.innerHTML = sanitized(text);
    },
    dispose() {},
  }),

  blocks(host) {
    const shown: { source: string; node: HTMLElement }[] = [];
    return {
      show(text) {
        for (const [index, { raw }] of marked.lexer(text).entries()) {
          const block = shown[index];
          if (block?.source === raw) continue;
          const node = block?.node ?? document.createElement("div");
          node.innerHTML = sanitized(raw);
          if (block === undefined) host.append(node);
          shown[index] = { source: raw, node };
        }
      },
      dispose() {},
    };
  },
};

function sanitized(text: string): string {
  return DOMPurify.sanitize(marked.parse(text, { async: false }));
}

/** A visit of one rival: a text that is there already, and what arrives then. */
export interface Visit {
  readonly rival: RivalName;
  readonly text: string;
  readonly deltas: readonly string[];
  /** Deltas that are shown first, untimed. */
  readonly warmUp: number;
}

/**
 * Shows the text, then one delta a frame. Returns the milliseconds from the call with a delta to the end of the frame
 * that shows it.
 *
 * @throws {Error} If a delta is not visible then.
 */
export async function paintTimesMs({ rival, text, deltas, warmUp }: Visit): Promise<number[]> {
  const host = document.createElement("div");
  // What a pane looks like: the end of the text is in view.
  host.style.cssText = "height: 600px; overflow: auto; overflow-anchor: none";
  document.body.append(host);
  const view = RIVALS[rival](host);
  let shown = text;
  await frame(() => view.show(shown));

  const times: number[] = [];
  for (const [index, delta] of deltas.entries()) {
    shown += delta;
    host.scrollTop = 1e9;
    const frameMs = await frame(() => view.show(shown));
    if (index >= warmUp) times.push(frameMs);
    if (!endsWith(host, markOf(index))) throw new Error(`Cannot find delta ${index} of ${rival}`);
  }
  view.dispose();
  host.remove();
  return times;
}

/**
 * Works at the start of the next frame. Returns the milliseconds from there to the end of the frame: a message runs after
 * the frame's layout and paint. The wait for the display's clock is not in it.
 */
function frame(work: () => void): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const from = performance.now();
      work();
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener("message", () => {
        port1.close();
        resolve(performance.now() - from);
      });
      port1.start();
      port2.postMessage(undefined);
    });
  });
}

/** Whether the last text of an element that is not empty ends so. Not `textContent`, which is long. */
function endsWith(host: Element, end: string): boolean {
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  for (let node: Node | null = lastLeaf(host); node !== null; node = walker.previousNode()) {
    walker.currentNode = node;
    const text = node.nodeType === Node.TEXT_NODE ? (node.nodeValue ?? "").trim() : "";
    if (text !== "") return text.endsWith(end);
  }
  return false;
}

function lastLeaf(host: Node): Node {
  let node = host;
  while (node.lastChild !== null) node = node.lastChild;
  return node;
}
