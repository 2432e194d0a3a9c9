import type { StreamEventBody } from "../events/index.ts";
import type { StreamDocument } from "./stream-document.ts";

/** The comm target that carries all streams of one kernel session. */
export const COMM_TARGET = "millrace.stream";

/**
 * What the kernel says over the comm. Every message but `open` has the next `seq`; a gap means that
 * something was lost (jupyter_server drops messages above a rate), and the viewer asks for a keyframe.
 */
export type CommMessage = CommOpen | CommBatch | CommKeyframe | CommAck;

/** The data of `comm_open`: who speaks, and how it can be spoken to. */
export interface CommOpen {
  readonly v: 1;
  readonly type: "open";
  readonly session: string;
  readonly capabilities: KernelCapabilities;
  /** The `seq` of the message that comes next. */
  readonly nextSeq: number;
  /** All streams of the session that are still kept, so that a reloaded page can go on. */
  readonly streams: readonly StreamDocument[];
}

/** How a kernel can be told something. */
export interface KernelCapabilities {
  /**
   * `execute`: by a silent `execute_request` of {@link controlCode}, which waits while a cell runs.
   * `comm`: by a message over this comm, at any time.
   */
  readonly control: "execute" | "comm";
  /** Whether an interrupt stops streams while a cell awaits, instead of killing the kernel. */
  readonly sigint: boolean;
}

/** What happened since the last message, in all streams. */
export interface CommBatch {
  readonly v: 1;
  readonly type: "batch";
  readonly seq: number;
  /** Milliseconds since 1970, by the kernel's clock. */
  readonly sentAtMs: number;
  /** Answer text, one entry for each stream that has some. */
  readonly s: readonly TextPatch[];
  /** Everything else, in order, after the text of the same stream. */
  readonly ev: readonly StreamPatch[];
}

/**
 * Stream, offset of the text in the answer in UTF-16 units, text, and for each delta the milliseconds since the
 * one before (the first: since the request). Deltas of reasoning and of tool arguments have their gaps here
 * too, in order, and their content in {@link StreamPatch}: so the text may be empty.
 */
export type TextPatch = readonly [
  stream: string,
  offsetChars: number,
  text: string,
  gapsMs: readonly number[],
];

/** Stream and event. Deltas of answer text never come this way. */
export type StreamPatch = readonly [stream: string, event: StreamEventBody];

/** Whole streams, for a viewer that has lost its place. Replaces what the viewer has. */
export interface CommKeyframe {
  readonly v: 1;
  readonly type: "keyframe";
  readonly seq: number;
  readonly streams: readonly StreamDocument[];
}

/** A control message has been carried out, or could not be. */
export interface CommAck {
  readonly v: 1;
  readonly type: "ack";
  readonly seq: number;
  /** The `id` of the control message. */
  readonly id: string;
  /** Why not, in one line; `undefined` when it was carried out. */
  readonly problem: string | undefined;
}

/** What a viewer says to the kernel. */
export interface ControlMessage {
  readonly v: 1;
  /** Chosen by the viewer; comes back in the {@link CommAck}. */
  readonly id: string;
  /**
   * `stop`: end `stream`, or all when it is `undefined`. `open`: send `comm_open` again, with all streams; for a page that was reloaded.
   */
  readonly action: "stop" | "open";
  readonly stream: string | undefined;
}

/** Under this key of `globalThis` a kernel session can be reached by silent executes. */
export const CONTROL_ENTRY = "millrace";

/**
 * The code for a silent `execute_request` that delivers a control message. Does nothing in a kernel
 * that never loaded Millrace.
 *
 * It ends with `void 0` because the Deno kernel would else show the result.
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
