import type { Instant } from "../clock/index.ts";
import type { StreamFailure } from "./stream-error.ts";

/**
 * One thing that happened in a stream, in the order in which things happened.
 *
 * Laws, checked for every provider and session by `test/contracts/event-stream.ts`:
 * 1. `seq` counts from 0 without gaps; `at` never goes back.
 * 2. The last event is a `stream-end`, and there is no other.
 * 3. A block is started before its deltas and ended after them; blocks left open by a failure are
 *    ended before `stream-end`.
 * 4. A tool call is started once, under a unique id, and ended once, after its deltas.
 * 5. `undefined` means not known. No count is 0 because it is unknown.
 *
 * Text is UTF-16, as everywhere in JavaScript; no delta splits a surrogate pair that arrived whole.
 */
export type StreamEvent = StreamEventBody & {
  /** When it happened: for what a provider sent, the instant of the socket read that carried it. */
  readonly at: Instant;
  /** Its number in this stream, from 0. */
  readonly seq: number;
};

/** An event without time and number, as adapters translate it from a provider's frame. */
export type StreamEventBody =
  | StreamStart
  /** A block of answer text or of reasoning begins. */
  | { readonly type: "text-start" | "reasoning-start"; readonly block: string }
  /** More of a block. The text may be empty: some providers send empty deltas as keep-alives. */
  | {
      readonly type: "text-delta" | "reasoning-delta";
      readonly block: string;
      readonly text: string;
    }
  /** A block is complete or cut off. */
  | { readonly type: "text-end" | "reasoning-end"; readonly block: string }
  | ToolCallStart
  | ToolCallDelta
  | ToolCallEnd
  | AudioDelta
  | Usage
  | {
      readonly type: "attempt-failed";
      readonly attempt: number;
      readonly failure: StreamFailure;
      readonly next: NextStep;
    }
  /** A block starts again, so its text so far is void. Only if an exact resume is impossible. */
  | { readonly type: "block-reset"; readonly block: string }
  | { readonly type: "stream-end"; readonly reason: EndReason }
  /** A frame that is not translated. Only if the caller requested raw frames. */
  | { readonly type: "raw"; readonly frame: unknown };

/** The provider has accepted the request. Repeated with a higher `attempt` after a retry. */
export interface StreamStart {
  readonly type: "stream-start";
  readonly provider: string;
  /** The model that answers, as the provider names it, or else the requested one. */
  readonly model: string;
  /** From 1. */
  readonly attempt: number;
  /** The provider's ID of this request, for its support. */
  readonly requestId: string | undefined;
}

/** The model begins to call a tool. */
export interface ToolCallStart {
  readonly type: "tool-call-start";
  readonly id: string;
  readonly name: string;
}

/** More of a tool call's arguments, as the JSON text that the model writes. */
export interface ToolCallDelta {
  readonly type: "tool-call-delta";
  readonly id: string;
  readonly text: string;
}

/** A tool call is over: complete, or cut off with its answer. */
export interface ToolCallEnd {
  readonly type: "tool-call-end";
  readonly id: string;
  readonly name: string;
  /** All of the arguments, as the model wrote them: numbers with all their digits. */
  readonly text: string;
  /**
   * The arguments as parsed JSON; `undefined` if they are not complete. Do not run the tool then.
   *
   * No arguments at all are `{}` only if the provider closed the call and the answer ended naturally (`stop`,
   * `tool-calls` or `other`). The end of a call without arguments may therefore come as late as the end of
   * the answer. Of calls that were still open when the answer was cut off, only those whose object or array
   * is closed have an input.
   */
  readonly input: unknown;
}

/** More of a spoken answer. */
export interface AudioDelta {
  readonly type: "audio-delta";
  /** A MIME type, with its parameters, as in `audio/pcm;rate=24000`. */
  readonly format: string;
  readonly bytes: Uint8Array;
}

/** Token counts of the request. May be repeated; the last one is valid. */
export interface Usage {
  readonly type: "usage";
  readonly inputTokens: InputTokens;
  readonly outputTokens: OutputTokens;
  /**
   * Who counted: the provider; Millrace with the model's tokenizer; or Millrace by the number of deltas, which is an
   * estimate because some servers send several tokens in one.
   */
  readonly source: "provider" | "counted" | "estimated";
}

/** How many tokens the model read. */
export interface InputTokens {
  readonly total: number | undefined;
  /** How many of the total came from the provider's cache. */
  readonly cached: number | undefined;
}

/** How many tokens the model wrote. */
export interface OutputTokens {
  readonly total: number | undefined;
  /** How many of the total were reasoning. */
  readonly reasoning: number | undefined;
}

/** What follows a failed attempt. */
export type NextStep =
  | { readonly kind: "retry"; readonly inMs: number }
  | { readonly kind: "resume" }
  | { readonly kind: "fall-back"; readonly provider: string }
  | { readonly kind: "without-streaming" };

/** Why a stream ended. `raw` is the provider's own value, if it sent one. */
export type EndReason =
  | { readonly kind: "stop"; readonly raw: string | undefined }
  | { readonly kind: "length"; readonly raw: string | undefined }
  | { readonly kind: "tool-calls"; readonly raw: string | undefined }
  | { readonly kind: "content-filter"; readonly raw: string | undefined }
  /** The provider ended the answer for an unknown reason, which `raw` names. */
  | { readonly kind: "other"; readonly raw: string }
  /**
   * The connection ended cleanly before the provider reported the answer complete, or the provider reported
   * that it gave up.
   */
  | { readonly kind: "truncated"; readonly raw: string | undefined }
  /** The caller stopped it; `raw` is the caller's reason. */
  | { readonly kind: "aborted"; readonly raw: string | undefined }
  | { readonly kind: "failed"; readonly raw: string | undefined; readonly failure: StreamFailure };
