import type { EndReason, Usage } from "../events/index.ts";

/** The MIME type of a {@link StreamDocument} in a notebook's output. */
export const STREAM_MIME_TYPE = "application/vnd.millrace.stream.v1+json";

/**
 * Where a stream is, as its viewer needs to know it.
 *
 * `connecting` until the headers are there, `waiting` until the first token, then `flowing`; `stalled`
 * is decided by the viewer, who has the clock. `paused` is a paused display: the stream flows on.
 */
export type StreamState = "connecting" | "waiting" | "flowing" | "ended";

/** A tool call as a notebook keeps it. */
export interface KeptToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as the model wrote them: JSON, unless the call was cut off. */
  readonly text: string;
}

/**
 * One stream as a notebook keeps it and a keyframe carries it: all that a viewer needs to show it,
 * live or a year later without a kernel.
 *
 * Plain JSON. Readers must take unknown fields in their stride; a change that would mislead an old
 * reader gets a new MIME type.
 */
export interface StreamDocument {
  readonly v: 1;
  /** The kernel session that feeds it; a new one after every restart of the kernel. */
  readonly session: string;
  /** Unique within the session. */
  readonly id: string;
  /** What the author called it; shown as the heading. */
  readonly title: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly state: StreamState;
  /** The first message that is not in it: apply only batches whose `seq` is this or higher. */
  readonly seq: number;
  readonly text: string;
  readonly reasoning: string;
  /** Complete and cut-off tool calls, in order; `[]` in documents of versions that did not keep them. */
  readonly toolCalls: readonly KeptToolCall[];
  /** `undefined` until `state` is `ended`. */
  readonly end: EndReason | undefined;
  readonly usage: Usage | undefined;
  /**
   * Milliseconds from the request to the first content of any kind, then from each piece of text, reasoning or
   * tool arguments to the next, in the coding of {@link encodeGaps}. Documents of earlier versions have gaps between pieces of text only.
   */
  readonly gaps: string;
  /** Milliseconds since 1970 when the request was made. */
  readonly startedAtWallMs: number;
}
