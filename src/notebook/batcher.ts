import { type Instant, instantAfter } from "../clock/index.ts";
import type { CommBatch, StreamPatch, TextPatch } from "../protocols/index.ts";
import type { ShownChange } from "./shown-stream.ts";

/**
 * Combines the changes of all streams into few messages. It takes the time as an argument and sets no timers.
 *
 * jupyter_server drops messages above 1,000 a second, and Nagle's algorithm delays a message that follows another within
 * about 30 ms. So there is at most one message in {@link WINDOW_MS}, or in {@link URGENT_MS} for what must not wait: a
 * first token, an event, or much text.
 */
export interface Batcher {
  add(stream: string, change: ShownChange, at: Instant): void;
  /** When the batch must be sent; `undefined` if it is empty. */
  readonly deadline: Instant | undefined;
  /** Returns the batch and begins the next one. */
  take(at: Instant): Pick<CommBatch, "s" | "ev" | "st">;
}

/** Two frames at 60 Hz. */
const WINDOW_MS = 33;

/** Limits the rate to 60 messages a second. */
const URGENT_MS = 1000 / 60;

/** With this much text a batch is urgent. */
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

  function dueAt(at: Instant, urgent: boolean): Instant {
    // After a pause the window starts now, otherwise with the last message.
    const earliest = sentAt === undefined ? at : instantAfter(sentAt, URGENT_MS);
    const wait = urgent ? at : instantAfter(at, WINDOW_MS);
    return wait > earliest ? wait : earliest;
  }

  function addText(stream: string, change: Extract<ShownChange, { type: "text" }>): void {
    const patch = patches.get(stream) ?? { offsetChars: change.offsetChars, texts: [], gapsMs: [] };
    patch.texts.push(change.text);
    patch.gapsMs.push(change.gapMs);
    patches.set(stream, patch);
    heldChars += change.text.length;
  }

  return {
    add(stream, change, at) {
      if (change.type === "none" || change.type === "whole") return;
      if (change.type === "text") addText(stream, change);
      else {
        events.push([stream, change.event]);
        // The gaps of all content are sent in one list, to keep their order.
        if (change.content !== undefined) {
          addText(stream, { ...change.content, type: "text", text: "" });
        }
      }
      const urgent = change.type === "event" || change.first || heldChars >= LARGE_CHARS;
      const due = dueAt(at, urgent);
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
      return { s, ev, st: [] };
    },
  };
}
