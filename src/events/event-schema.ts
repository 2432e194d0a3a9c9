import * as v from "valibot";

import type { StreamFailure } from "./stream-error.ts";
import type { EndReason, StreamEventBody } from "./stream-event.ts";

/**
 * The vocabulary as it stands in files: JSON, with `null` or nothing at all for what is not known, and
 * bytes in base64. One schema for each shape; what a later version adds to a shape is ignored.
 */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const text = v.string();
/** `null` is JSON and stays; what JSON cannot say was `undefined`, and is so again. */
const anything = v.optional(v.unknown(), () => undefined);

/** A value that may be unknown: always there as a key once read, so `undefined` is said, not implied. */
function known<T>(schema: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.nullish(schema, null),
    v.transform((value): T | undefined => value ?? undefined),
  );
}

const failureSchema: v.GenericSchema<unknown, StreamFailure> = v.variant("code", [
  v.object({
    code: v.literal("http-status"),
    status: count,
    detail: known(text),
    type: known(text),
    retryAfterMs: known(finite),
    shouldRetry: known(v.boolean()),
  }),
  v.object({ code: v.literal("connection-failed"), url: text, cause: text }),
  v.object({ code: v.literal("connection-lost"), receivedBytes: count, cause: text }),
  v.object({ code: v.literal("malformed-payload"), payload: text }),
  v.object({ code: v.literal("malformed-frame"), problem: text }),
  v.object({ code: v.literal("wrong-content-type"), contentType: known(text) }),
  v.object({
    code: v.literal("provider-error"),
    detail: text,
    type: known(text),
    status: known(count),
    retryAfterMs: known(finite),
  }),
  v.object({ code: v.literal("empty-answer") }),
  v.object({
    code: v.literal("deadline-exceeded"),
    deadline: v.picklist(["first-token", "idle", "total"]),
    deadlineMs: finite,
  }),
  v.object({ code: v.literal("too-large"), limitBytes: count }),
  v.object({ code: v.literal("unexpected"), detail: text }),
]);

/** Why a stream ended, as it stands in a file. */
export const endReasonSchema: v.GenericSchema<unknown, EndReason> = v.variant("kind", [
  v.object({
    kind: v.picklist(["stop", "length", "tool-calls", "content-filter", "truncated", "aborted"]),
    raw: known(text),
  }),
  v.object({ kind: v.literal("other"), raw: text }),
  v.object({ kind: v.literal("failed"), raw: known(text), failure: failureSchema }),
]);

/** How many tokens a prompt had, as it stands in a file. */
export const inputTokensSchema = v.object({ total: known(count), cached: known(count) });

/** How many tokens an answer had, as it stands in a file. */
export const outputTokensSchema = v.object({ total: known(count), reasoning: known(count) });

/** Who counted the tokens, as it stands in a file. */
export const tokensSourceSchema = v.picklist(["provider", "counted", "estimated"]);

const nextStepSchema = v.variant("kind", [
  v.object({ kind: v.literal("retry"), inMs: finite }),
  v.object({ kind: v.literal("resume") }),
  v.object({ kind: v.literal("fall-back"), provider: text }),
  v.object({ kind: v.literal("without-streaming") }),
]);

const bytesSchema = v.pipe(
  text,
  v.base64(),
  v.transform((encoded) => Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0))),
);

export const eventSchema: v.GenericSchema<unknown, StreamEventBody> = v.variant("type", [
  v.object({
    type: v.literal("stream-start"),
    provider: text,
    model: text,
    attempt: count,
    requestId: known(text),
  }),
  v.object({
    type: v.picklist(["text-start", "reasoning-start", "text-end", "reasoning-end", "block-reset"]),
    block: text,
  }),
  v.object({ type: v.picklist(["text-delta", "reasoning-delta"]), block: text, text }),
  v.object({ type: v.literal("tool-call-start"), id: text, name: text }),
  v.object({ type: v.literal("tool-call-delta"), id: text, text }),
  v.object({
    type: v.literal("tool-call-end"),
    id: text,
    name: text,
    text,
    input: anything,
  }),
  v.object({ type: v.literal("audio-delta"), format: text, bytes: bytesSchema }),
  v.object({
    type: v.literal("usage"),
    inputTokens: inputTokensSchema,
    outputTokens: outputTokensSchema,
    source: tokensSourceSchema,
  }),
  v.object({
    type: v.literal("attempt-failed"),
    attempt: count,
    failure: failureSchema,
    next: nextStepSchema,
  }),
  v.object({ type: v.literal("stream-end"), reason: endReasonSchema }),
  v.object({ type: v.literal("raw"), frame: anything }),
]);

/**
 * An event as JSON may carry it: bytes in base64.
 *
 * @example
 * ```ts
 * const event = { type: "audio-delta", format: "audio/wav", bytes: new Uint8Array([1, 2]) } as const;
 * eventJson(event); // { "type": "audio-delta", "format": "audio/wav", "bytes": "AQI=" }
 * ```
 */
export function eventJson(event: StreamEventBody): unknown {
  if (event.type !== "audio-delta") return event;
  // A spread of a megabyte overflows the stack; a letter at a time does not.
  let binary = "";
  for (const byte of event.bytes) binary += String.fromCharCode(byte);
  return { ...event, bytes: btoa(binary) };
}
