import type {
  CommBatch,
  CommKeyframe,
  CommMessage,
  KernelCapabilities,
  StatusPatch,
  StreamPatch,
  TextPatch,
} from "./comm-message.ts";
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
 * 3. After a keyframe the streams in it are as if nothing had been lost. Others that have not ended are ignored after a
 *    loss, until they are in one.
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
  /** Whether a message was lost that may have changed it. */
  isStale: boolean;
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
      const { id, seq, text } = document;
      streams.set(id, { live, seq, lengthChars: text.length, isStale: false });
    }
    return { changed: documents.map(({ id }) => id), lost: false };
  }

  /** A keyframe has some of the streams. After a loss, the others may lack something. */
  function takeKeyframe({ seq, streams: documents }: CommKeyframe): ReceiveResult {
    const hasMissed = nextSeq === undefined || seq > nextSeq;
    nextSeq = seq + 1;
    const { changed } = replace(documents);
    if (!hasMissed) return { changed, lost: false };
    for (const [id, entry] of streams) {
      if (!changed.includes(id) && entry.live.state !== "ended") entry.isStale = true;
    }
    return { changed, lost: [...streams.values()].some(({ isStale }) => isStale) };
  }

  function lost(): ReceiveResult {
    nextSeq = undefined;
    return { changed: [], lost: true };
  }

  /** Returns whether the patch begins where the text ends, or was already in a keyframe. */
  function takeText([id, offsetChars, text, gapsMs]: TextPatch, seq: number): boolean {
    const entry = streams.get(id);
    // Every stream begins with a keyframe, so that of an unknown one was missed.
    if (entry === undefined || entry.isStale) return false;
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
    const others = [...ev.map(eventApplied), ...st.map(statusApplied)];
    for (const [id, apply] of others) {
      if ((before.get(id) ?? 0) > seq) continue;
      const entry = streams.get(id);
      if (entry === undefined || entry.isStale) return lost();
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
      if (message.type === "keyframe") return takeKeyframe(message);
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

type Applied = readonly [stream: string, apply: (live: LiveDocument) => void];

function eventApplied([id, event]: StreamPatch): Applied {
  return [id, (live) => live.add(event)];
}

function statusApplied([id, status]: StatusPatch): Applied {
  return [id, (live) => live.setStatus(status)];
}
