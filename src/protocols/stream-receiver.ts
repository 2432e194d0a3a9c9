import type { CommBatch, CommMessage, KernelCapabilities, TextPatch } from "./comm-message.ts";
import { liveDocument, type LiveDocument } from "./live-document.ts";
import { receivedFrom, type ReceivedStream, type StreamDocument } from "./stream-document.ts";

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

interface Entry {
  readonly live: LiveDocument;
  /** The first message that is not in it. */
  seq: number;
  lengthChars: number;
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
  const streams = new Map<string, Entry>();
  let nextSeq: number | undefined;
  let capabilities: KernelCapabilities | undefined;

  function replace(documents: readonly StreamDocument[]): Received {
    for (const document of documents) {
      const { id, seq, text } = document;
      const live = liveDocument(receivedFrom(document));
      streams.set(id, { live, seq, lengthChars: text.length });
    }
    return { changed: documents.map(({ id }) => id), lost: false };
  }

  function lost(): Received {
    nextSeq = undefined;
    return { changed: [], lost: true };
  }

  /** Whether the patch goes on where the text ends. One that was in a keyframe already does not. */
  function takeText([id, offsetChars, text, gapsMs]: TextPatch, seq: number): boolean {
    const entry = streams.get(id);
    // Every stream begins with a keyframe, so that of an unknown one was missed.
    if (entry === undefined) return false;
    if (entry.seq > seq) return true;
    if (offsetChars !== entry.lengthChars) return false;
    entry.live.add({ type: "text-delta", block: "", text });
    entry.live.addGaps(gapsMs);
    entry.lengthChars += text.length;
    entry.seq = seq + 1;
    return true;
  }

  function takeBatch({ seq, s, ev }: CommBatch): Received {
    const changed = new Set<string>();
    const before = new Map([...s, ...ev].map(([id]) => [id, streams.get(id)?.seq ?? 0] as const));
    for (const patch of s) {
      if (!takeText(patch, seq)) return lost();
      changed.add(patch[0]);
    }
    for (const [id, event] of ev) {
      if ((before.get(id) ?? 0) > seq) continue;
      const entry = streams.get(id);
      if (entry === undefined) return lost();
      entry.live.add(event);
      entry.seq = seq + 1;
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
      const entry = streams.get(id);
      return entry?.live.document(entry.seq);
    },
    get capabilities() {
      return capabilities;
    },
  };
}
