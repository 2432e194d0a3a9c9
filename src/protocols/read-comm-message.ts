import { asCount, asList, asNumber, asText, dig } from "../wire/index.ts";
import type {
  CommAck,
  CommBatch,
  CommKeyframe,
  CommMessage,
  CommOpen,
  KernelCapabilities,
  StreamPatch,
  TextPatch,
} from "./comm-message.ts";
import { readStreamDocument } from "./read-stream-document.ts";
import { readStreamEvent } from "./read-stream-event.ts";
import type { StreamDocument } from "./stream-document.ts";

/** A kernel flushes 30 times a second; no honest message is near this. */
const MOST_ENTRIES = 100_000;

/**
 * A {@link CommMessage} out of the data of a comm, which any code in the kernel may have sent;
 * `undefined` when it is not one, or is too large to be one (100,000 entries in a list).
 *
 * All or nothing where a part left out would be a hole in the text; events and documents that are
 * not known are left out.
 *
 * @example
 * ```ts
 * readCommMessage({ v: 1, type: "batch", seq: 3, sentAtMs: 0, s: [["s1", 0, "Hi", [200]]], ev: [] })?.type;
 * // "batch"
 * readCommMessage({ v: 1, type: "batch", seq: 3, sentAtMs: 0, s: [["s1", 0]], ev: [] }); // undefined
 * ```
 */
export function readCommMessage(value: unknown): CommMessage | undefined {
  if (dig(value, "v") !== 1) return undefined;
  switch (dig(value, "type")) {
    case "open":
      return readOpen(value);
    case "batch":
      return readBatch(value);
    case "keyframe":
      return readKeyframe(value);
    case "ack":
      return readAck(value);
    default:
      return undefined;
  }
}

function readOpen(value: unknown): CommOpen | undefined {
  const session = asText(dig(value, "session"));
  const capabilities = readCapabilities(dig(value, "capabilities"));
  const nextSeq = asCount(dig(value, "nextSeq"));
  const streams = readDocuments(dig(value, "streams"));
  if (session === undefined || capabilities === undefined || nextSeq === undefined)
    return undefined;
  return streams && { v: 1, type: "open", session, capabilities, nextSeq, streams };
}

function readCapabilities(value: unknown): KernelCapabilities | undefined {
  const control = (["execute", "comm"] as const).find((known) => known === dig(value, "control"));
  return control && { control, sigint: dig(value, "sigint") === true };
}

function readBatch(value: unknown): CommBatch | undefined {
  const seq = asCount(dig(value, "seq"));
  const sentAtMs = asNumber(dig(value, "sentAtMs"));
  const texts = bounded(dig(value, "s"));
  const events = bounded(dig(value, "ev"));
  if (seq === undefined || sentAtMs === undefined || !texts || !events) return undefined;

  const s = texts.map(readTextPatch).filter((patch) => patch !== undefined);
  if (s.length < texts.length) return undefined;
  const ev = events.map(readStreamPatch).filter((patch) => patch !== undefined);
  return { v: 1, type: "batch", seq, sentAtMs, s, ev };
}

function readTextPatch(value: unknown): TextPatch | undefined {
  const stream = asText(dig(value, 0));
  const offsetChars = asCount(dig(value, 1));
  const text = asText(dig(value, 2));
  const gaps = bounded(dig(value, 3));
  if (stream === undefined || offsetChars === undefined || text === undefined) return undefined;

  const gapsMs = gaps?.flatMap((gap) => asNumber(gap) ?? []).filter((gapMs) => gapMs >= 0);
  return gapsMs && gapsMs.length === gaps?.length ? [stream, offsetChars, text, gapsMs] : undefined;
}

function readStreamPatch(value: unknown): StreamPatch | undefined {
  const stream = asText(dig(value, 0));
  const event = readStreamEvent(dig(value, 1));
  return stream === undefined || event === undefined ? undefined : [stream, event];
}

function readKeyframe(value: unknown): CommKeyframe | undefined {
  const seq = asCount(dig(value, "seq"));
  const streams = readDocuments(dig(value, "streams"));
  return seq === undefined || !streams ? undefined : { v: 1, type: "keyframe", seq, streams };
}

function readAck(value: unknown): CommAck | undefined {
  const seq = asCount(dig(value, "seq"));
  const id = asText(dig(value, "id"));
  if (seq === undefined || id === undefined) return undefined;
  return { v: 1, type: "ack", seq, id, problem: asText(dig(value, "problem")) };
}

function readDocuments(value: unknown): readonly StreamDocument[] | undefined {
  return bounded(value)
    ?.map(readStreamDocument)
    .filter((document) => document !== undefined);
}

function bounded(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) && value.length <= MOST_ENTRIES ? asList(value) : undefined;
}
