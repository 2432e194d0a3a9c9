import * as fc from "fast-check";

import type {
  EndReason,
  NextStep,
  StreamEventBody,
  StreamFailure,
} from "../../../src/events/index.ts";

const only = <const Value>(value: Value) => fc.constant(value);
const text = fc.string({ unit: "binary" });
const count = fc.nat();
const unknown = fc.constant(undefined);
const optionalText = fc.oneof(unknown, text);
const optionalCount = fc.oneof(unknown, count);

/** One arbitrary for each code, so that a new code does not compile until the round trip covers it. */
const failures: {
  readonly [Code in StreamFailure["code"]]: fc.Arbitrary<StreamFailure & { readonly code: Code }>;
} = {
  "http-status": fc.record({
    code: only("http-status"),
    status: count,
    detail: optionalText,
    type: optionalText,
    retryAfterMs: optionalCount,
    shouldRetry: fc.oneof(unknown, fc.boolean()),
  }),
  "connection-failed": fc.record({ code: only("connection-failed"), url: text, cause: text }),
  "connection-lost": fc.record({
    code: only("connection-lost"),
    receivedBytes: count,
    cause: text,
  }),
  "malformed-payload": fc.record({ code: only("malformed-payload"), payload: text }),
  "malformed-frame": fc.record({ code: only("malformed-frame"), problem: text }),
  "wrong-content-type": fc.record({ code: only("wrong-content-type"), contentType: optionalText }),
  "provider-error": fc.record({
    code: only("provider-error"),
    detail: text,
    type: optionalText,
    status: optionalCount,
    retryAfterMs: optionalCount,
  }),
  "empty-answer": fc.record({ code: only("empty-answer") }),
  "deadline-exceeded": fc.record({
    code: only("deadline-exceeded"),
    deadline: fc.constantFrom("first-token" as const, "idle" as const, "total" as const),
    deadlineMs: count,
  }),
  "too-large": fc.oneof(
    fc.record({ code: only("too-large"), limitBytes: count }),
    fc.record({ code: only("too-large"), limitChars: count }),
  ),
  unexpected: fc.record({ code: only("unexpected"), detail: text }),
};

const ends: {
  readonly [Kind in EndReason["kind"]]: fc.Arbitrary<EndReason & { readonly kind: Kind }>;
} = {
  stop: fc.record({ kind: only("stop"), raw: optionalText }),
  length: fc.record({ kind: only("length"), raw: optionalText }),
  "tool-calls": fc.record({ kind: only("tool-calls"), raw: optionalText }),
  "content-filter": fc.record({ kind: only("content-filter"), raw: optionalText }),
  truncated: fc.record({ kind: only("truncated"), raw: optionalText }),
  aborted: fc.record({ kind: only("aborted"), raw: optionalText }),
  other: fc.record({ kind: only("other"), raw: text }),
  failed: fc.record({
    kind: only("failed"),
    raw: optionalText,
    failure: fc.oneof(...Object.values(failures)),
  }),
};

const nextSteps: {
  readonly [Kind in NextStep["kind"]]: fc.Arbitrary<NextStep & { readonly kind: Kind }>;
} = {
  retry: fc.record({ kind: only("retry"), inMs: count }),
  resume: fc.record({ kind: only("resume") }),
  "fall-back": fc.record({ kind: only("fall-back"), provider: text }),
  "without-streaming": fc.record({ kind: only("without-streaming") }),
};

const bodies: {
  readonly [Type in StreamEventBody["type"]]: fc.Arbitrary<
    StreamEventBody & { readonly type: Type }
  >;
} = {
  "stream-start": fc.record({
    type: only("stream-start"),
    provider: text,
    model: text,
    attempt: count,
    requestId: optionalText,
  }),
  "text-start": fc.record({ type: only("text-start"), block: text }),
  "text-delta": fc.record({ type: only("text-delta"), block: text, text }),
  "text-end": fc.record({ type: only("text-end"), block: text }),
  "reasoning-start": fc.record({ type: only("reasoning-start"), block: text }),
  "reasoning-delta": fc.record({ type: only("reasoning-delta"), block: text, text }),
  "reasoning-end": fc.record({ type: only("reasoning-end"), block: text }),
  "block-reset": fc.record({ type: only("block-reset"), block: text }),
  "tool-call-start": fc.record({ type: only("tool-call-start"), id: text, name: text }),
  "tool-call-delta": fc.record({ type: only("tool-call-delta"), id: text, text }),
  "tool-call-end": fc.record({
    type: only("tool-call-end"),
    id: text,
    name: text,
    text,
    input: fc.oneof(unknown, fc.constant(null), fc.constant({ a: [1] })),
  }),
  "audio-delta": fc.record({ type: only("audio-delta"), format: text, bytes: fc.uint8Array() }),
  usage: fc.record({
    type: only("usage"),
    inputTokens: fc.record({ total: optionalCount, cached: optionalCount }),
    outputTokens: fc.record({ total: optionalCount, reasoning: optionalCount }),
    source: fc.constantFrom("provider" as const, "counted" as const, "estimated" as const),
  }),
  "attempt-failed": fc.record({
    type: only("attempt-failed"),
    attempt: count,
    failure: fc.oneof(...Object.values(failures)),
    next: fc.oneof(...Object.values(nextSteps)),
  }),
  "stream-end": fc.record({ type: only("stream-end"), reason: fc.oneof(...Object.values(ends)) }),
  raw: fc.record({
    type: only("raw"),
    frame: fc.oneof(unknown, fc.constant(null), fc.constant({ a: [1] })),
  }),
};

/** Every event of the vocabulary. */
export const events: fc.Arbitrary<StreamEventBody> = fc.oneof(...Object.values(bodies));

/** JSON values in which one value, however deep, is replaced with another. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.record({ value: values, at: fc.nat(), by: fc.jsonValue() }).map(({ value, at, by }) => {
    let total = 0;
    JSON.stringify(value, (_key, inner: unknown) => {
      total++;
      return inner;
    });
    let index = 0;
    const json = JSON.stringify(value, (_key, inner: unknown) =>
      index++ === at % total ? by : inner,
    );
    return JSON.parse(json);
  });
}
