import { type Instant, instantAfter } from "../clock/index.ts";
import type { StreamEventBody } from "../events/index.ts";
import type { CommBatch, StreamPatch, TextPatch } from "../protocols/index.ts";
import type { Content, ShownChange } from "./shown-change.ts";

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
  /** Returns the batch and begins the next one. `changed` are all its streams. */
  take(at: Instant): Pick<CommBatch, "s" | "ev"> & { readonly changed: ReadonlySet<string> };
  /** Forgets the changes of a stream, which is sent as a whole. */
  drop(stream: string): void;
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

/** The changes of one stream. */
interface StreamChanges {
  text: Patch | undefined;
  readonly events: StreamEventBody[];
}

export function batcher(): Batcher {
  const streams = new Map<string, StreamChanges>();
  let heldChars = 0;
  let sentAt: Instant | undefined;
  let deadline: Instant | undefined;

  function dueAt(at: Instant, urgent: boolean): Instant {
    // After a pause the window starts now, otherwise with the last message.
    const earliest = sentAt === undefined ? at : instantAfter(sentAt, URGENT_MS);
    const wait = urgent ? at : instantAfter(at, WINDOW_MS);
    return wait > earliest ? wait : earliest;
  }

  function changesOf(stream: string): StreamChanges {
    let changes = streams.get(stream);
    if (changes === undefined) streams.set(stream, (changes = { text: undefined, events: [] }));
    return changes;
  }

  function addText(changes: StreamChanges, content: Content, text: string): void {
    changes.text ??= { offsetChars: content.offsetChars, texts: [], gapsMs: [] };
    changes.text.texts.push(text);
    changes.text.gapsMs.push(content.gapMs);
    heldChars += text.length;
  }

  return {
    add(stream, change, at) {
      if (change.type === "whole") return;
      const changes = changesOf(stream);
      if (change.type === "text") addText(changes, change, change.text);
      if (change.type === "event") {
        addEvent(changes.events, change.event);
        // The gaps of all content are sent in one list, to keep their order.
        if (change.content !== undefined) addText(changes, change.content, "");
      }
      const due = dueAt(at, isUrgent(change) || heldChars >= LARGE_CHARS);
      if (deadline === undefined || due < deadline) deadline = due;
    },
    get deadline() {
      return deadline;
    },
    take(at) {
      const s = [...streams].flatMap(([stream, { text }]): TextPatch[] =>
        text === undefined ? [] : [[stream, text.offsetChars, text.texts.join(""), text.gapsMs]],
      );
      const ev = [...streams].flatMap(([stream, { events }]) =>
        events.map((event): StreamPatch => [stream, event]),
      );
      const changed = new Set(streams.keys());
      streams.clear();
      heldChars = 0;
      deadline = undefined;
      sentAt = at;
      return { s, ev, changed };
    },
    drop(stream) {
      streams.delete(stream);
      if (streams.size === 0) deadline = undefined;
    },
  };
}

function isUrgent(change: ShownChange): boolean {
  if (change.type === "text") return change.first;
  if (change.type !== "event") return true;
  return change.content === undefined || change.content.first;
}

/** Joins parts of one block of reasoning, or of the arguments of one tool call, which come as fast as text. */
function addEvent(events: StreamEventBody[], event: StreamEventBody): void {
  const last = events.at(-1);
  const joined = last && joinedDelta(last, event);
  if (joined === undefined) events.push(event);
  else events.splice(-1, 1, joined);
}

function joinedDelta(last: StreamEventBody, event: StreamEventBody): StreamEventBody | undefined {
  if (last.type === "reasoning-delta" && event.type === "reasoning-delta") {
    return last.block === event.block ? { ...last, text: last.text + event.text } : undefined;
  }
  if (last.type === "tool-call-delta" && event.type === "tool-call-delta") {
    return last.id === event.id ? { ...last, text: last.text + event.text } : undefined;
  }
  return undefined;
}
