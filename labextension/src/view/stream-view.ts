import { systemClock } from "millrace/clock";
import type { ReceivedStream } from "millrace/protocols";

import { pace } from "./pace.ts";
import { pageFrames } from "./page-frames.ts";
import { setText } from "./pane/set-dom.ts";
import { paneActions } from "./pane/pane-actions.ts";
import { type PaneContent, panePainter } from "./pane/pane-painter.ts";
import { paneParts } from "./pane/pane-parts.ts";
import { statusAnnouncer } from "./pane/status-announcer.ts";
import { viewLag } from "./pane/view-lag.ts";
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

let panes = 0;

/**
 * Mounts a view into `host`. It does not depend on Jupyter or a kernel, so any web page can mount it.
 *
 * Model output becomes text nodes and elements of an allow-list, never HTML. It paints at most once a frame, and not at all
 * while it is not visible.
 */
export function mountStreamView(
  host: HTMLElement,
  { controls, services = {} }: StreamViewOptions,
): StreamView {
  const clock = systemClock();
  const lag = viewLag(clock);
  const painted = new Set<() => void>();
  let newest: PaneContent | undefined;

  const actions = paneActions({
    controls,
    services,
    clock,
    stream: () => newest?.stream,
    figures: () => painter.figures(),
    changed: request,
  });
  const parts = paneParts(actions.bar, { ...services, request });
  const status = statusAnnouncer(clock, {
    show: (text) => setText(parts.status, text),
    request,
  });
  const figurePace = pace(clock, request);
  const painter = panePainter({ parts, actions, status, lag, pace: figurePace, pane: ++panes });
  const frames = pageFrames().register(parts.root, { paint });
  host.append(parts.root);

  function request(): void {
    frames.request();
  }

  function paint(isLate: () => boolean): boolean {
    if (newest === undefined) return true;
    if (!painter.paint(newest, isLate)) return false;
    for (const settle of painted) settle();
    painted.clear();
    return true;
  }

  return {
    show(stream, feed) {
      const isLive = stream.state !== "ended" && feed !== "gone";
      // An answer that has ended is read from its top.
      if (newest === undefined && !isLive) parts.body.readFromTop();
      newest = { stream, feed, isLive };
      lag.arrived();
      request();
    },
    painted: () =>
      new Promise((resolve) => {
        painted.add(resolve);
        request();
      }),
    dispose() {
      newest = undefined;
      frames.dispose();
      status.dispose();
      figurePace.dispose();
      parts.body.dispose();
      parts.answer.dispose();
      parts.reasoning.dispose();
      parts.root.remove();
    },
  };
}
