import * as v from "valibot";

import { decodeBase64, encodeBase64 } from "./base64.ts";
import type { StreamFailure } from "./stream-error.ts";
import type { EndReason, StreamEventBody } from "./stream-event.ts";

/**
 * The one reader of events, failures and usage, for files and for messages between processes. They are JSON: a value
 * that is not known is `null` or absent, and bytes are base64.
 *
 * It is tolerant. Unknown fields are ignored, and damaged optional values become `undefined`. An unknown failure becomes
 * `unexpected`, and an unknown end reason becomes `other`.
 */

/** A whole number from 0. */
export const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const text = v.string();
/** `null` is JSON and stays; an absent value is `undefined`. */
const anything = v.optional(v.unknown(), () => undefined);

/**
 * An optional value: `undefined` if it is absent, `null` or damaged. The key is always present.
 *
 * @example
 * ```ts
 * import * as v from "valibot";
 * v.parse(v.object({ size: orUndefined(countSchema) }), { size: "3" }); // { size: undefined }
 * ```
 */
export function orUndefined<T>(schema: v.GenericSchema<unknown, T>) {
  return v.fallback(
    v.pipe(
      v.nullish(schema, null),
      v.transform((value): T | undefined => value ?? undefined),
    ),
    undefined,
  );
}

/**
 * The items of an array that `schema` can read; others are left out.
 *
 * @example
 * ```ts
 * import * as v from "valibot";
 * v.parse(v.pipe(v.array(v.unknown()), readableItems(countSchema)), [1, "2", 3]); // [1, 3]
 * ```
 */
export function readableItems<T>(schema: v.GenericSchema<unknown, T>) {
  return v.transform((items: unknown[]) =>
    items.flatMap((item) => {
      const { success, output } = v.safeParse(schema, item);
      return success ? [output] : [];
    }),
  );
}

/** What went wrong. */
export const failureSchema: v.GenericSchema<unknown, StreamFailure> = v.fallback(
  v.union([
    v.variant("code", [
      v.object({
        code: v.literal("http-status"),
        status: countSchema,
        detail: orUndefined(text),
        type: orUndefined(text),
        retryAfterMs: orUndefined(finite),
        shouldRetry: orUndefined(v.boolean()),
      }),
      v.object({
        code: v.literal("connection-failed"),
        url: v.fallback(text, ""),
        cause: v.fallback(text, ""),
      }),
      v.object({
        code: v.literal("connection-lost"),
        receivedBytes: countSchema,
        cause: v.fallback(text, ""),
      }),
      v.object({ code: v.literal("malformed-payload"), payload: text }),
      v.object({ code: v.literal("malformed-frame"), problem: text }),
      v.object({ code: v.literal("wrong-content-type"), contentType: orUndefined(text) }),
      v.object({
        code: v.literal("provider-error"),
        detail: text,
        type: orUndefined(text),
        status: orUndefined(countSchema),
        retryAfterMs: orUndefined(finite),
      }),
      v.object({ code: v.literal("empty-answer") }),
      v.object({
        code: v.literal("deadline-exceeded"),
        deadline: v.picklist(["first-token", "idle", "total"]),
        deadlineMs: finite,
      }),
      v.object({ code: v.literal("too-large"), limitBytes: countSchema }),
      v.object({ code: v.literal("too-large"), limitChars: countSchema }),
      v.object({ code: v.literal("unexpected"), detail: text }),
    ]),
    // A later version may know more codes: that the stream failed must not be lost.
    v.pipe(
      v.object({ code: text }),
      v.transform(({ code }) => ({ code: "unexpected" as const, detail: code })),
    ),
  ]),
  { code: "unexpected", detail: "Unknown failure" },
);

/** Why a stream ended. */
export const endReasonSchema: v.GenericSchema<unknown, EndReason> = v.union([
  v.variant("kind", [
    v.object({
      kind: v.picklist(["stop", "length", "tool-calls", "content-filter", "truncated", "aborted"]),
      raw: orUndefined(text),
    }),
    v.object({ kind: v.literal("other"), raw: text }),
    v.object({ kind: v.literal("failed"), raw: orUndefined(text), failure: failureSchema }),
  ]),
  v.pipe(
    v.object({ kind: v.pipe(text, v.notValue("other")), raw: orUndefined(text) }),
    v.transform(({ kind, raw }) => ({ kind: "other" as const, raw: raw ?? kind })),
  ),
]);

/** How many tokens a prompt had. */
export const inputTokensSchema = v.object({
  total: orUndefined(countSchema),
  cached: orUndefined(countSchema),
});

/** How many tokens an answer had. */
export const outputTokensSchema = v.object({
  total: orUndefined(countSchema),
  reasoning: orUndefined(countSchema),
});

/** Who counted the tokens. */
export const tokensSourceSchema = v.picklist(["provider", "counted", "estimated"]);

/** Token counts of a stream. */
export const usageSchema = v.object({
  type: v.literal("usage"),
  inputTokens: v.fallback(inputTokensSchema, { total: undefined, cached: undefined }),
  outputTokens: v.fallback(outputTokensSchema, { total: undefined, reasoning: undefined }),
  source: tokensSourceSchema,
});

/** What follows a failed attempt. */
export const nextStepSchema = v.variant("kind", [
  v.object({ kind: v.literal("retry"), inMs: finite }),
  v.object({ kind: v.literal("resume") }),
  v.object({ kind: v.literal("fall-back"), provider: text }),
  v.object({ kind: v.literal("without-streaming") }),
]);

const bytesSchema = v.pipe(text, v.base64(), v.transform(decodeBase64));

/** An event without time and number. */
export const eventSchema: v.GenericSchema<unknown, StreamEventBody> = v.variant("type", [
  v.object({
    type: v.literal("stream-start"),
    provider: text,
    model: text,
    attempt: countSchema,
    requestId: orUndefined(text),
  }),
  v.object({
    type: v.picklist(["text-start", "reasoning-start", "text-end", "reasoning-end", "block-reset"]),
    block: text,
  }),
  v.object({ type: v.picklist(["text-delta", "reasoning-delta"]), block: text, text }),
  v.object({ type: v.literal("tool-call-start"), id: text, name: text }),
  v.object({ type: v.literal("tool-call-delta"), id: text, text }),
  v.object({ type: v.literal("tool-call-end"), id: text, name: text, text, input: anything }),
  v.object({ type: v.literal("audio-delta"), format: text, bytes: bytesSchema }),
  usageSchema,
  v.object({
    type: v.literal("attempt-failed"),
    attempt: countSchema,
    failure: failureSchema,
    next: nextStepSchema,
  }),
  v.object({ type: v.literal("stream-end"), reason: endReasonSchema }),
  v.object({ type: v.literal("raw"), frame: anything }),
]);

/**
 * Returns an event as JSON can carry it, with bytes in base64.
 *
 * @example
 * ```ts
 * const event = { type: "audio-delta", format: "audio/wav", bytes: new Uint8Array([1, 2]) } as const;
 * eventJson(event); // { "type": "audio-delta", "format": "audio/wav", "bytes": "AQI=" }
 * ```
 */
export function eventJson(event: StreamEventBody): unknown {
  if (event.type !== "audio-delta") return event;
  return { ...event, bytes: encodeBase64(event.bytes) };
}
