import type { ReceivedStream } from "millrace/protocols";

import { figuresOf } from "./figures.ts";
import { paintSoon } from "./paint-soon.ts";
import { sparkline } from "./sparkline.ts";
import { textView } from "./text-view.ts";
import { announcement, statusText } from "./status-text.ts";
import type { Feed, StreamControls, ViewServices } from "./stream-controls.ts";

/** Options of {@link mountStreamView}. */
export interface StreamViewOptions {
  /** Returns what the user can do to the stream now. Called for every paint, so it must be cheap. */
  readonly controls: (stream: ReceivedStream) => StreamControls;
  readonly services?: ViewServices | undefined;
}

/** A stream on a page. */
export interface StreamView {
  /** Shows the stream as it is now, with the next frame. */
  show(stream: ReceivedStream, feed: Feed): void;
  /** Resolves when the last stream of {@link show} is on the page. */
  painted(): Promise<void>;
  /** Ends all work of the view. Nothing is shown any more. */
  dispose(): void;
}

const EMPTY = { gapsMs: [], text: "", reasoning: "", toolCalls: [], usage: undefined };

/** Distance from the end of the text at which the reader still follows it. */
const AT_END_PX = 24;

/**
 * Mounts a view into `host`. It does not depend on Jupyter or a kernel, so any web page can mount it.
 *
 * Model output becomes text nodes, never HTML. It paints at most once a frame.
 *
 */
export function mountStreamView(host: HTMLElement, { controls }: StreamViewOptions): StreamView {
  const parts = build();
  host.append(parts.root);
  let newest: { readonly stream: ReceivedStream; readonly feed: Feed } | undefined;
  let stopping = false;
  let followsEnd = true;
  const painted = new Set<() => void>();

  // Only gestures decide whether the reader follows the end, because growing text also causes scroll events.
  for (const gesture of ["wheel", "touchmove", "keydown", "pointerup"] as const) {
    parts.scroll.addEventListener(gesture, () => {
      requestAnimationFrame(() => {
        const { scrollHeight, scrollTop, clientHeight } = parts.scroll;
        followsEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX;
      });
    });
  }
  parts.stop.addEventListener("click", () => {
    const sent = newest && !stopping && controls(newest.stream).stop?.();
    if (!sent) return;
    stopping = true;
    paintSoon(paint);
    sent
      .catch(() => undefined)
      .finally(() => {
        stopping = false;
        paintSoon(paint);
      });
  });

  function paint(): void {
    if (newest === undefined) return;
    const { stream, feed } = newest;
    const isLive = stream.state !== "ended" && feed === "live";
    paintHead(stream, feed, isLive);
    parts.stop.hidden = !isLive || controls(stream).stop === undefined;
    parts.stop.disabled = stopping;
    setText(parts.stop, stopping ? "Stopping" : "Stop");
    parts.reasoning.hidden = stream.reasoning === "";
    parts.reasoningText.show(stream.reasoning);
    parts.text.show(stream.text);
    paintFigures(stream);
    if (followsEnd) parts.scroll.scrollTop = parts.scroll.scrollHeight;
    for (const settle of painted) settle();
    painted.clear();
  }

  function paintHead(stream: ReceivedStream, feed: Feed, isLive: boolean): void {
    parts.root.dataset["millraceStream"] = stream.id;
    parts.root.dataset["state"] = stream.end?.kind ?? (isLive ? stream.state : "gone");
    parts.root.setAttribute("aria-label", stream.title ?? "Answer of a language model");
    parts.root.setAttribute("aria-busy", String(isLive));
    setText(parts.title, stream.title ?? "");
    setText(parts.model, stream.model ?? "");
    setText(parts.state, statusText(stream, feed));
    setText(parts.status, announcement(stream, feed));
  }

  function paintFigures(stream: ReceivedStream): void {
    for (const [index, { value }] of figuresOf(stream).entries()) {
      const node = parts.figures[index];
      if (node !== undefined) setText(node, value);
    }
    parts.line.draw(stream.gapsMs);
  }

  return {
    show(stream, feed) {
      newest = { stream, feed };
      paintSoon(paint);
    },
    painted: () =>
      new Promise((resolve) => {
        painted.add(resolve);
        paintSoon(paint);
      }),
    dispose() {
      newest = undefined;
      parts.root.remove();
    },
  };
}

function build() {
  const root = element("section", "mr-stream");
  root.setAttribute("role", "region");
  const head = element("header", "mr-head");
  const title = element("span", "mr-title");
  const model = element("span", "mr-model");
  const state = element("span", "mr-state");
  const stop = element("button", "mr-stop");
  stop.type = "button";
  stop.title = "Stop the answer and keep what has arrived";
  head.append(title, model, state, stop);

  const reasoning = element("details", "mr-reasoning");
  const summary = document.createElement("summary");
  summary.textContent = "Reasoning";
  const reasoningText = textView();
  reasoningText.node.classList.add("mr-reasoning-text");
  reasoning.append(summary, reasoningText.node);

  const text = textView();
  const scroll = element("div", "mr-scroll");
  // A box that scrolls must be reachable by keyboard.
  scroll.tabIndex = 0;
  scroll.append(text.node);

  const foot = element("footer", "mr-figures");
  const figures = figuresOf(EMPTY).map(({ label, title: meaning }) => {
    const figure = element("span", "mr-figure");
    figure.title = meaning;
    const name = element("span", "mr-figure-label");
    name.textContent = label;
    const value = element("span", "mr-figure-value");
    value.dataset["figure"] = label;
    figure.append(name, value);
    foot.append(figure);
    return value;
  });
  const line = sparkline();
  foot.append(line.node);

  const status = element("span", "mr-status");
  status.setAttribute("role", "status");
  root.append(head, reasoning, scroll, foot, status);
  const texts = { reasoningText, text };
  return { root, title, model, state, stop, reasoning, scroll, figures, line, status, ...texts };
}

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string) {
  const node = document.createElement(tag);
  node.className = className;
  return node;
}

/** Skips a write that changes nothing, which would still cause an announcement and a layout. */
function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
