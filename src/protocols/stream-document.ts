import type { CollectedToolCall, EndReason, StreamState, Usage } from "../events/index.ts";
import { decodeGaps, encodeGaps } from "./gap-code.ts";

/** The MIME type of a {@link StreamDocument} in a notebook's output. */
export const STREAM_MIME_TYPE = "application/vnd.millrace.stream.v1+json";

/** A tool call in a document. Its `text` is JSON, unless the call was cut off. */
export type StoredToolCall = Omit<CollectedToolCall, "input">;

/**
 * One stream as a notebook stores it and a keyframe carries it: all that a viewer needs to show it without a kernel.
 *
 * Plain JSON. Readers ignore unknown fields. A change that would mislead an old reader needs a new MIME type.
 */
export interface StreamDocument {
  readonly v: 1;
  /** The kernel session that feeds it; a new one after every restart of the kernel. */
  readonly session: string;
  /** Unique within the session. */
  readonly id: string;
  readonly title: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly state: StreamState;
  /** The first message that is not in it. Only batches with this `seq` or a higher one apply. */
  readonly seq: number;
  readonly text: string;
  readonly reasoning: string;
  /** Complete and cut-off tool calls, in order; `[]` in documents of versions that did not store them. */
  readonly toolCalls: readonly StoredToolCall[];
  /** `undefined` until `state` is `ended`. */
  readonly end: EndReason | undefined;
  readonly usage: Usage | undefined;
  /**
   * Milliseconds from the request to the first content of any kind, then from each delta of text, reasoning or tool
   * arguments to the next, encoded by {@link encodeGaps}. Documents of earlier versions have only the gaps between deltas
   * of text.
   */
  readonly gaps: string;
  /** Milliseconds since 1970 when the request was made. */
  readonly startedAtWallMs: number;
}

/** What a stream is doing, for a status line. */
export const STATE_TEXTS: Readonly<Record<StreamState, string>> = {
  connecting: "waiting for the first token",
  waiting: "waiting for the first token",
  reasoning: "reasoning",
  flowing: "streaming",
  recovering: "retrying after a failed attempt",
  ended: "done",
};

/** A stream as a viewer has it: the document, with its gaps decoded. */
export interface ReceivedStream extends Omit<StreamDocument, "gaps"> {
  /** Milliseconds: the first from the request to the first content of any kind. */
  readonly gapsMs: readonly number[];
}

/**
 * Returns what a notebook stores of a stream.
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "" });
 * document && documentOf({ ...document, gapsMs: [1, 0] }).gaps; // "CgA="
 * ```
 */
export function documentOf({ gapsMs, ...document }: ReceivedStream): StreamDocument {
  return { ...document, gaps: encodeGaps(gapsMs) };
}

/**
 * Returns a stream as a viewer has it; undoes {@link documentOf}.
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "", gaps: "CgA=" });
 * document && receivedFrom(document).gapsMs; // [1, 0]
 * ```
 */
export function receivedFrom({ gaps, ...document }: StreamDocument): ReceivedStream {
  return { ...document, gapsMs: decodeGaps(gaps) };
}
