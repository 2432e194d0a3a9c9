import type { StreamEventBody } from "../events/index.ts";
import type { CommBatch, CommMessage, KernelCapabilities, TextPatch } from "./comm-message.ts";
import { decodeGaps, encodeGaps } from "./gap-code.ts";
import type { StreamDocument } from "./stream-document.ts";
import { toolCallsAfter } from "./tool-calls-after.ts";

/** A stream as a viewer holds it: the document, with its gaps in the open. */
export interface ReceivedStream extends Omit<StreamDocument, "gaps"> {
  /** Milliseconds: the first from the request to the first content of any kind. */
  readonly gapsMs: readonly number[];
}

/** What a message changed. */
export interface Received {
  /** Ids of the streams that are different now. */
  readonly changed: readonly string[];
  /** The message could not be followed: nothing is taken until a keyframe or `open` comes. */
  readonly lost: boolean;
}

/**
 * Puts the streams of one kernel session together again. Pure: told messages, asked for streams.
 *
 * Laws, checked by `test/protocols/stream-receiver.test.ts`:
 * 1. A stream's text is always a beginning of what the kernel has: never with a hole.
 * 2. A message that was taken before changes nothing.
 * 3. After a keyframe all is as if nothing had been lost.
 */
export interface StreamReceiver {
  receive(message: CommMessage): Received;
  stream(id: string): ReceivedStream | undefined;
  /** As the kernel announced them; `undefined` before it did. */
  readonly capabilities: KernelCapabilities | undefined;
}

interface Kept {
  document: Omit<StreamDocument, "gaps">;
  readonly gapsMs: number[];
}

/**
 * A receiver that knows nothing yet.
 *
 * @example
 * ```ts
 * streamReceiver().stream("s1"); // undefined
 * ```
 */
export function streamReceiver(): StreamReceiver {
  const streams = new Map<string, Kept>();
  let nextSeq: number | undefined;
  let capabilities: KernelCapabilities | undefined;

  function replace(documents: readonly StreamDocument[]): Received {
    for (const { gaps, ...document } of documents) {
      streams.set(document.id, { document, gapsMs: decodeGaps(gaps) });
    }
    return { changed: documents.map(({ id }) => id), lost: false };
  }

  function lost(): Received {
    nextSeq = undefined;
    return { changed: [], lost: true };
  }

  /** Whether the patch goes on where the text ends. One that was in a keyframe already does not. */
  function takeText([id, offsetChars, text, gapsMs]: TextPatch, seq: number): boolean {
    const known = streams.get(id);
    // Every stream begins with a keyframe: an unknown one means that it was missed.
    if (known === undefined) return false;
    if (known.document.seq > seq) return true;
    if (offsetChars !== known.document.text.length) return false;
    known.document = {
      ...known.document,
      state: "flowing",
      seq: seq + 1,
      text: known.document.text + text,
    };
    known.gapsMs.push(...gapsMs);
    return true;
  }

  function takeBatch({ seq, s, ev }: CommBatch): Received {
    const changed = new Set<string>();
    const before = new Map(
      [...s, ...ev].map(([id]) => [id, streams.get(id)?.document.seq ?? 0] as const),
    );
    for (const patch of s) {
      if (!takeText(patch, seq)) return lost();
      changed.add(patch[0]);
    }
    for (const [id, event] of ev) {
      if ((before.get(id) ?? 0) > seq) continue;
      const kept = streams.get(id);
      if (kept === undefined) return lost();
      kept.document = { ...afterEvent(kept.document, event), seq: seq + 1 };
      changed.add(id);
    }
    return { changed: [...changed], lost: false };
  }

  return {
    receive(message) {
      if (message.type === "open") {
        ({ capabilities, nextSeq } = message);
        return replace(message.streams);
      }
      if (nextSeq !== undefined && message.seq < nextSeq) return { changed: [], lost: false };
      if (message.type === "keyframe") {
        nextSeq = message.seq + 1;
        return replace(message.streams);
      }
      if (nextSeq === undefined || message.seq > nextSeq) return lost();
      nextSeq = message.seq + 1;
      return message.type === "batch" ? takeBatch(message) : { changed: [], lost: false };
    },
    stream(id) {
      const kept = streams.get(id);
      return kept && { ...kept.document, gapsMs: kept.gapsMs };
    },
    get capabilities() {
      return capabilities;
    },
  };
}

/** The document after an event that is not answer text. Pure. */
function afterEvent(
  document: Omit<StreamDocument, "gaps">,
  event: StreamEventBody,
): Omit<StreamDocument, "gaps"> {
  switch (event.type) {
    case "stream-start":
      return { ...document, state: "waiting", provider: event.provider, model: event.model };
    case "reasoning-delta":
      return { ...document, reasoning: document.reasoning + event.text };
    case "tool-call-start":
    case "tool-call-delta":
    case "tool-call-end":
      return { ...document, toolCalls: toolCallsAfter(document.toolCalls, event) };
    case "usage":
      return { ...document, usage: event };
    case "stream-end":
      return { ...document, state: "ended", end: event.reason };
    default:
      return document;
  }
}

/**
 * What a notebook keeps of a stream that a viewer holds.
 *
 * @example
 * ```ts
 * const received = {
 *   v: 1, session: "k", id: "s", title: undefined, provider: undefined, model: undefined,
 *   state: "flowing", seq: 0, text: "", reasoning: "", toolCalls: [], end: undefined, usage: undefined,
 *   startedAtWallMs: 0, gapsMs: [],
 * } as const;
 * documentOf(received).gaps; // ""
 * ```
 */
export function documentOf({ gapsMs, ...document }: ReceivedStream): StreamDocument {
  return { ...document, gaps: encodeGaps(gapsMs) };
}
