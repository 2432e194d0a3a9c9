import type {
  CollectedToolCall,
  EndReason,
  NextStep,
  StreamFailure,
  StreamState,
  Usage,
} from "../events/index.ts";
import { decodeGaps, encodeGaps, type StreamGaps } from "./gap-code.ts";

/** The MIME type of a {@link StreamDocument} in a notebook's output. */
export const STREAM_MIME_TYPE = "application/vnd.millrace.stream.v1+json";

/** A tool call in a document. Its `text` is JSON, unless the call was cut off. */
export type StoredToolCall = Omit<CollectedToolCall, "input">;

/** An attempt that failed, and what the kernel did next. */
export interface FailedAttempt {
  /** From 1; attempts that the user requested count on. */
  readonly attempt: number;
  readonly failure: StreamFailure;
  /** `undefined` if nothing followed: the attempt was a retry by the user, and the earlier answer was kept. */
  readonly next: NextStep | undefined;
}

/**
 * How long the kernel's event loop was blocked, for example by a loop in a cell, in milliseconds. Meanwhile the kernel
 * reads nothing, so figures of that time describe the kernel and not the provider.
 */
export interface KernelBlocks {
  /** The longest block before the first token, which the time to first token includes. */
  readonly beforeFirstTokenMs: number;
  /** The longest block of the whole stream. */
  readonly longestMs: number;
}

/** The part of a {@link StreamDocument} that changes without an event. */
export type DocumentStatus = Pick<
  StreamDocument,
  "state" | "isPaused" | "reasoningMs" | "kernelBlocks"
>;

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
  /** The user's last message; `undefined` if the kernel was given a stream without its request. */
  readonly prompt: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly state: StreamState;
  /** Whether the kernel has stopped reading at the user's request. */
  readonly isPaused: boolean;
  /** Whether the kernel that feeds it can send the request again. */
  readonly canRetry: boolean;
  /** The first message that is not in it. Only batches with this `seq` or a higher one apply. */
  readonly seq: number;
  readonly text: string;
  readonly reasoning: string;
  /**
   * How long the model has reasoned visibly so far: from each first token of reasoning to the next part of the answer.
   * `undefined` without reasoning.
   */
  readonly reasoningMs: number | undefined;
  /** Complete and cut-off tool calls, in order; `[]` in documents of versions that did not store them. */
  readonly toolCalls: readonly StoredToolCall[];
  /** `undefined` until `state` is `ended`. */
  readonly end: EndReason | undefined;
  readonly usage: Usage | undefined;
  readonly attempts: readonly FailedAttempt[];
  readonly kernelBlocks: KernelBlocks | undefined;
  /**
   * Milliseconds from the request to the first content of any kind, then from each delta of text, reasoning or tool
   * arguments to the next, encoded by {@link encodeGaps}; of long streams with many parts, a summary of them. Documents of
   * earlier versions have only the gaps between deltas of text.
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
export interface ReceivedStream extends Omit<StreamDocument, "gaps">, StreamGaps {}

/**
 * Returns a stream that has just been requested.
 *
 * @example
 * ```ts
 * emptyDocument({ session: "k", id: "s" }).state; // "connecting"
 * ```
 */
export function emptyDocument(
  fields: Pick<ReceivedStream, "session" | "id"> & Partial<ReceivedStream>,
): ReceivedStream {
  return {
    v: 1,
    title: undefined,
    prompt: undefined,
    provider: undefined,
    model: undefined,
    state: "connecting",
    isPaused: false,
    canRetry: false,
    seq: 0,
    text: "",
    reasoning: "",
    reasoningMs: undefined,
    toolCalls: [],
    end: undefined,
    usage: undefined,
    attempts: [],
    kernelBlocks: undefined,
    gapsMs: [],
    isGapOrderKnown: true,
    startedAtWallMs: 0,
    ...fields,
  };
}

/**
 * Returns what a notebook stores of a stream.
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "" });
 * const received = document && receivedFrom(document);
 * received && documentOf({ ...received, gapsMs: [1, 0] }).gaps; // "CgA="
 * ```
 */
export function documentOf({
  gapsMs,
  isGapOrderKnown,
  ...document
}: ReceivedStream): StreamDocument {
  return { ...document, gaps: encodeGaps({ gapsMs, isGapOrderKnown }) };
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
  return { ...document, ...decodeGaps(gaps) };
}
