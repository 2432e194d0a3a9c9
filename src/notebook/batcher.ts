import { type Instant, instantAfter } from "../clock/index.ts";
import type { CommBatch, StreamPatch, TextPatch } from "../protocols/index.ts";
import type { Change } from "./shown-stream.ts";

/** The news of one batch. */
export type BatchBody = Pick<CommBatch, "s" | "ev">;

/**
 * Gathers what happened in all streams into few messages. Told the time; sets no timers.
 *
 * jupyter_server drops messages beyond 1,000 a second, and two messages within about 30 ms pay for
 * Nagle's algorithm; so at most one message each {@link WINDOW_MS}, or each {@link URGENT_MS} where
 * somebody waits: a first token, an event, or much text.
 */
export interface Batcher {
  add(stream: string, change: Change, at: Instant): void;
  /** When the batch must be sent; `undefined` while there is none. */
  readonly deadline: Instant | undefined;
  /** Takes the batch. */
  take(at: Instant): BatchBody;
}

/** Two frames at 60 Hz. */
const WINDOW_MS = 33;

/** So that there are never more than 60 messages a second. */
const URGENT_MS = 1000 / 60;

/** With this much text a batch does not wait for its window. */
const LARGE_CHARS = 16_384;

interface Patch {
  readonly offsetChars: number;
  readonly texts: string[];
  readonly gapsMs: number[];
}

export function batcher(): Batcher {
  const patches = new Map<string, Patch>();
  let events: StreamPatch[] = [];
  let heldChars = 0;
  let sentAt: Instant | undefined;
  let deadline: Instant | undefined;

  function wanted(at: Instant, urgent: boolean): Instant {
    // After a quiet time the window starts now; else when the last message left.
    const earliest = sentAt === undefined ? at : instantAfter(sentAt, URGENT_MS);
    const wait = urgent ? at : instantAfter(at, WINDOW_MS);
    return wait > earliest ? wait : earliest;
  }

  function addText(stream: string, change: Extract<Change, { type: "text" }>): void {
    const patch = patches.get(stream) ?? { offsetChars: change.offsetChars, texts: [], gapsMs: [] };
    patch.texts.push(change.text);
    patch.gapsMs.push(change.gapMs);
    patches.set(stream, patch);
    heldChars += change.text.length;
  }

  return {
    add(stream, change, at) {
      if (change.type === "none") return;
      if (change.type === "text") {
        addText(stream, change);
      } else {
        events.push([stream, change.event]);
        // Gaps of all content go one way, so that they stay in order.
        if (change.content !== undefined) {
          addText(stream, { ...change.content, type: "text", text: "" });
        }
      }
      const urgent = change.type === "event" || change.first || heldChars >= LARGE_CHARS;
      const due = wanted(at, urgent);
      if (deadline === undefined || due < deadline) deadline = due;
    },
    get deadline() {
      return deadline;
    },
    take(at) {
      const s = [...patches].map(([stream, { offsetChars, texts, gapsMs }]): TextPatch => [
        stream,
        offsetChars,
        texts.join(""),
        gapsMs,
      ]);
      const ev = events;
      patches.clear();
      events = [];
      heldChars = 0;
      deadline = undefined;
      sentAt = at;
      return { s, ev };
    },
  };
}
