import type { CommBatch, CommMessage, KernelCapabilities, TextPatch } from "./comm-message.ts";
import { liveDocument, type LiveDocument } from "./live-document.ts";
import { receivedFrom, type ReceivedStream, type StreamDocument } from "./stream-document.ts";

/** Result of a message. */
export interface ReceiveResult {
  /** Ids of the streams that it changed. */
  readonly changed: readonly string[];
  /** Whether a message before it was lost. Then messages are ignored until a keyframe or `open` comes. */
  readonly lost: boolean;
}

/**
 * Puts the streams of one kernel session together again. Sends and schedules nothing.
 *
 * Laws, checked by `test/protocols/stream-receiver.test.ts`:
 * 1. A stream's text is always a prefix of the kernel's, without a hole.
 * 2. A repeated message changes nothing.
 * 3. After a keyframe the streams in it are as if nothing had been lost.
 */
export interface StreamReceiver {
  receive(message: CommMessage): ReceiveResult;
  stream(id: string): ReceivedStream | undefined;
  /** Those of the last `open`; `undefined` before it. */
  readonly capabilities: KernelCapabilities | undefined;
}

interface Entry {
  readonly live: LiveDocument;
  /** The first message that is not in it. */
  seq: number;
  lengthChars: number;
}

/**
 * Returns a receiver without streams.
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

  function replace(documents: readonly StreamDocument[]): ReceiveResult {
    for (const document of documents) {
      const live = liveDocument(receivedFrom(document));
      streams.set(document.id, { live, seq: document.seq, lengthChars: document.text.length });
    }
    return { changed: documents.map(({ id }) => id), lost: false };
  }

  function lost(): ReceiveResult {
    nextSeq = undefined;
    return { changed: [], lost: true };
  }

  /** Returns whether the patch begins where the text ends, or was already in a keyframe. */
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

  function takeBatch({ seq, s, ev, st }: CommBatch): ReceiveResult {
    const changed = new Set<string>();
    const before = new Map(
      [...s, ...ev, ...st].map(([id]) => [id, streams.get(id)?.seq ?? 0] as const),
    );
    for (const patch of s) {
      if (!takeText(patch, seq)) return lost();
      changed.add(patch[0]);
    }
    const others = [
      ...ev.map(([id, event]) => [id, (live: LiveDocument) => live.add(event)] as const),
      ...st.map(([id, status]) => [id, (live: LiveDocument) => live.setStatus(status)] as const),
    ];
    for (const [id, apply] of others) {
      if ((before.get(id) ?? 0) > seq) continue;
      const entry = streams.get(id);
      if (entry === undefined) return lost();
      apply(entry.live);
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
