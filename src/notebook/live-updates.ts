import { type Cancel, type Clock, type Instant, instantAfter } from "../clock/index.ts";
import { documentOf, type ReceivedStream, type StreamDocument } from "../protocols/index.ts";

/**
 * When displays of live streams are updated for front ends without a viewer, which learn nothing from the comm. A viewer
 * announces itself within this time after the first display unless a cell awaits, and then nothing is sent twice.
 */
const FIRST_MS = 1_000;

/** Three times a second: enough to see that it goes on. Each update has the whole display. */
const INTERVAL_MS = 1_000 / 3;

/** Schedules the updates of displays. */
export interface LiveUpdates<Display> {
  /** A stream of the display has changed. */
  changed(display: Display): void;
  /** The display has its final content. */
  ended(display: Display): void;
  /** No more updates at all: a viewer exists. */
  stop(): void;
}

export function liveUpdates<Display extends { readonly openedAt: Instant }>(
  clock: Clock,
  update: (display: Display) => void,
): LiveUpdates<Display> {
  const waiting = new Map<Display, Cancel>();
  const latest = new WeakMap<Display, Instant>();
  let isStopped = false;

  return {
    changed(display) {
      if (isStopped || waiting.has(display)) return;
      const before = latest.get(display);
      const due =
        before === undefined
          ? instantAfter(display.openedAt, FIRST_MS)
          : instantAfter(before, INTERVAL_MS);
      const cancel = clock.callAt(due, () => {
        waiting.delete(display);
        latest.set(display, clock.now());
        update(display);
      });
      waiting.set(display, cancel);
    },
    ended(display) {
      waiting.get(display)?.();
      waiting.delete(display);
    },
    stop() {
      isStopped = true;
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
}

/** Updates have at most this much of a text, so that their cost does not grow with it. */
const RECENT_CHARS = 16_384;

/** Returns a live stream with only the recent part of long texts, and a note on what is left out. */
export function recentPart(stream: ReceivedStream): StreamDocument {
  const { text, reasoning, toolCalls, gapsMs } = stream;
  return documentOf({
    ...stream,
    text: recentText(text, RECENT_CHARS),
    reasoning: recentText(reasoning, RECENT_CHARS / 4),
    toolCalls: toolCalls
      .slice(-4)
      .map((call) => ({ ...call, text: recentText(call.text, RECENT_CHARS / 16) })),
    // The time to first token; others are not shown.
    gapsMs: gapsMs.slice(0, 1),
  });
}

function recentText(text: string, mostChars: number): string {
  if (text.length <= mostChars) return text;
  const from = text.length - mostChars;
  // Neither half a surrogate pair nor, if one ends soon, half a line.
  const lineEnd = text.indexOf("\n", from);
  const start = lineEnd !== -1 && lineEnd < from + mostChars / 8 ? lineEnd + 1 : from;
  const recent = text.slice(start).replace(/^[\u{DC00}-\u{DFFF}]/u, "");
  return `[${text.length - recent.length} characters are left out while the answer is generated]\n\n${recent}`;
}
