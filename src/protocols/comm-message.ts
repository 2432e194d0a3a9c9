import type { StreamEventBody } from "../events/index.ts";
import type { DocumentStatus, StreamDocument } from "./stream-document.ts";

/** The comm target that carries all streams of one kernel session. */
export const COMM_TARGET = "millrace.stream";

/**
 * A message of the kernel over the comm. Every message but `open` has the next `seq`. A gap means that a message was
 * lost, because jupyter_server drops messages above a rate; the viewer then requests a keyframe.
 */
export type CommMessage = CommOpen | CommBatch | CommKeyframe | CommAck;

/** The data of `comm_open`. */
export interface CommOpen {
  readonly v: 1;
  readonly type: "open";
  readonly session: string;
  readonly capabilities: KernelCapabilities;
  readonly nextSeq: number;
  /** All streams that the session still keeps, for pages that are reloaded. */
  readonly streams: readonly StreamDocument[];
}

/** How viewers can control a kernel. */
export interface KernelCapabilities {
  /**
   * `execute`: by a silent `execute_request` of {@link controlCode}, which waits while a cell runs.
   * `comm`: by a message over this comm, at any time.
   */
  readonly control: "execute" | "comm";
  /**
   * Whether an interrupt stops streams while a cell awaits, instead of killing the kernel. It stops all streams of the
   * kernel, and everything else that listens for it: there is no other path to a kernel with `control: "execute"` then.
   */
  readonly sigint: boolean;
  /** What the kernel can do. Kernels of earlier versions only stop streams and open their comm again. */
  readonly actions: readonly ControlAction[];
}

/** Changes of all streams since the last message. */
export interface CommBatch {
  readonly v: 1;
  readonly type: "batch";
  readonly seq: number;
  /** Milliseconds since 1970, by the kernel's clock. */
  readonly sentAtMs: number;
  /** Answer text, one entry for each stream with new text. */
  readonly s: readonly TextPatch[];
  /** All other events, in order. They apply after the text of the same stream. */
  readonly ev: readonly StreamPatch[];
  /** The status of streams for which it changed, after all of the above. */
  readonly st: readonly StatusPatch[];
}

/**
 * Stream, offset of the text in the answer in UTF-16 units, text, and for each delta the milliseconds since the
 * previous one (for the first: since the request). Deltas of reasoning and of tool arguments have their gaps here, in
 * order, but their content in {@link StreamPatch}, so the text may be empty.
 */
export type TextPatch = readonly [
  stream: string,
  offsetChars: number,
  text: string,
  gapsMs: readonly number[],
];

/** Stream and event. Never answer text, audio or raw frames. */
export type StreamPatch = readonly [stream: string, event: StreamEventBody];

/** Stream and its new status. */
export type StatusPatch = readonly [stream: string, status: DocumentStatus];

/** Whole streams, for a viewer that missed a message. Replaces what the viewer has. */
export interface CommKeyframe {
  readonly v: 1;
  readonly type: "keyframe";
  readonly seq: number;
  readonly streams: readonly StreamDocument[];
}

/** Answers a {@link ControlMessage}. */
export interface CommAck {
  readonly v: 1;
  readonly type: "ack";
  readonly seq: number;
  readonly id: string;
  /** Why the message could not be executed, in one line; `undefined` if it was. */
  readonly problem: string | undefined;
}

/**
 * What a viewer can request of a kernel:
 *
 * - `open`: send `comm_open` again, for a page that was reloaded.
 * - `view`: a viewer exists, so displays need not be updated for front ends without one.
 * - `stop`: end the stream, or all.
 * - `release`: end the stream, because its last view was removed by a new run of its cell, by clearing or by deleting it.
 *   Does nothing if the stream has ended.
 * - `pause`: stop reading. The provider may continue, and times out if the pause is long.
 * - `resume`: continue to read.
 * - `retry`: send the request of an ended stream again. The earlier answer remains until the first token of the new one.
 */
export type ControlAction = "open" | "view" | "stop" | "release" | "pause" | "resume" | "retry";

/** A message of a viewer to the kernel. */
export interface ControlMessage {
  readonly v: 1;
  /** Chosen by the viewer, and repeated in the {@link CommAck}. */
  readonly id: string;
  readonly action: ControlAction;
  /** `undefined` for `open` and `view`, and to stop all. */
  readonly stream: string | undefined;
}

/** Key of `globalThis` under which silent executes find the kernel session. */
export const CONTROL_ENTRY = "millrace";

/**
 * Returns the code for a silent `execute_request` that delivers a control message; it does nothing in a kernel without
 * Millrace. It ends with `void 0` because otherwise the Deno kernel shows the result.
 *
 * @example
 * ```ts
 * controlCode({ v: 1, id: "c1", action: "stop", stream: "s1" });
 * // 'globalThis[Symbol.for("millrace")]?.control({"v":1,"id":"c1","action":"stop","stream":"s1"});void 0'
 * ```
 */
export function controlCode(message: ControlMessage): string {
  return `globalThis[Symbol.for("${CONTROL_ENTRY}")]?.control(${JSON.stringify(message)});void 0`;
}

/** Key of `globalThis` that {@link viewerCode} sets. */
export const VIEWER_ENTRY = "millrace.viewer";

/**
 * Returns the code for a silent `execute_request` that announces a viewer, also to kernels that have not loaded Millrace
 * yet. A viewer sends it when a JavaScript kernel starts, because a request waits while a cell runs.
 *
 * @example
 * ```ts
 * viewerCode().startsWith('globalThis[Symbol.for("millrace.viewer")]=true;'); // true
 * ```
 */
export function viewerCode(): string {
  const announce = controlCode({ v: 1, id: "viewer", action: "view", stream: undefined });
  return `globalThis[Symbol.for("${VIEWER_ENTRY}")]=true;${announce}`;
}
