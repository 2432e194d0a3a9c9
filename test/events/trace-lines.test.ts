import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { instant } from "../../src/clock/index.ts";
import {
  readTraces,
  type StreamEventBody,
  type Trace,
  writeTrace,
} from "../../src/events/index.ts";

const us = fc.integer({ min: 0, max: 10_000_000 }).map((value) => instant(value / 1000));
const unknown = fc.constant(undefined);
const count = fc.nat();

const body: fc.Arbitrary<StreamEventBody> = fc.oneof(
  fc.record({
    type: fc.constant("stream-start" as const),
    provider: fc.string(),
    model: fc.string(),
    attempt: count,
    requestId: fc.oneof(unknown, fc.string()),
  }),
  fc.record({
    type: fc.constantFrom("text-delta" as const, "reasoning-delta" as const),
    block: fc.string(),
    text: fc.string({ unit: "binary" }),
  }),
  fc.record({
    type: fc.constant("tool-call-end" as const),
    id: fc.string(),
    name: fc.string(),
    text: fc.string(),
    input: fc.oneof(unknown, fc.constant(null), fc.constant({ a: [1] })),
  }),
  fc.record({
    type: fc.constant("audio-delta" as const),
    format: fc.string(),
    bytes: fc.uint8Array(),
  }),
  fc.record({
    type: fc.constant("usage" as const),
    inputTokens: fc.record({ total: fc.oneof(unknown, count), cached: fc.oneof(unknown, count) }),
    outputTokens: fc.record({
      total: fc.oneof(unknown, count),
      reasoning: fc.oneof(unknown, count),
    }),
    source: fc.constantFrom("provider" as const, "counted" as const, "estimated" as const),
  }),
  fc.record({
    type: fc.constant("attempt-failed" as const),
    attempt: count,
    failure: fc.record({
      code: fc.constant("http-status" as const),
      status: count,
      detail: fc.oneof(unknown, fc.string()),
      type: fc.oneof(unknown, fc.string()),
      retryAfterMs: fc.oneof(unknown, count),
      shouldRetry: fc.oneof(unknown, fc.boolean()),
    }),
    next: fc.record({ kind: fc.constant("retry" as const), inMs: count }),
  }),
  fc.record({
    type: fc.constant("stream-end" as const),
    reason: fc.oneof(
      fc.record({ kind: fc.constant("stop" as const), raw: fc.oneof(unknown, fc.string()) }),
      fc.record({
        kind: fc.constant("failed" as const),
        raw: unknown,
        failure: fc.oneof(
          fc.record({
            code: fc.constant("connection-lost" as const),
            receivedBytes: count,
            cause: fc.string(),
          }),
          fc.record({
            code: fc.constant("provider-error" as const),
            detail: fc.string(),
            type: fc.oneof(unknown, fc.string()),
            status: fc.oneof(unknown, count),
            retryAfterMs: fc.oneof(unknown, count),
          }),
          fc.constant({ code: "empty-answer" as const }),
        ),
      }),
    ),
  }),
);

const traces: fc.Arbitrary<Trace> = fc.record({
  id: fc.string(),
  provider: fc.string(),
  model: fc.string(),
  scheduledAt: fc.constant(instant(0)),
  pickedUpAt: fc.oneof(unknown, us),
  sentAt: fc.oneof(unknown, us),
  headersAt: fc.oneof(unknown, us),
  reads: fc.array(fc.record({ at: us, sizeBytes: count })),
  events: fc.array(fc.record({ body, at: us, read: fc.oneof(unknown, count) })).map((events) =>
    events.map((event, seq) => ({
      event: { ...event.body, at: event.at, seq },
      read: event.read,
    })),
  ),
  flushes: fc.array(fc.record({ at: us, lengthChars: count })),
  paints: fc.array(fc.record({ at: us, visibleChars: count })),
});

const empty: Trace = {
  id: "empty",
  provider: "",
  model: "",
  scheduledAt: instant(0),
  pickedUpAt: undefined,
  sentAt: undefined,
  headersAt: undefined,
  reads: [],
  events: [],
  flushes: [],
  paints: [],
};

describe("writeTrace()", () => {
  it("is undone by readTraces(), whatever happened in the stream", () => {
    fc.assert(
      fc.property(fc.array(traces, { maxLength: 3 }), (written) => {
        const read = readTraces(written.map(writeTrace).join(""));
        expect(read).toEqual({ traces: written, unreadableLines: 0 });
      }),
    );
  });

  it("counts time from the scheduled send, in whole microseconds", () => {
    const line = writeTrace({ ...empty, scheduledAt: instant(100), sentAt: instant(100.0014) });

    expect(line).toContain('"sentUs":1,');
  });
});

describe("readTraces()", () => {
  it("keeps what is whole when the last line was cut off", () => {
    const whole = writeTrace(empty);

    const { traces: read, unreadableLines } = readTraces(whole + whole.slice(0, 40));

    expect(read).toEqual([empty]);
    expect(unreadableLines).toBe(1);
  });

  it("reads a failure that was written before it had a status", () => {
    const failure = { code: "provider-error", detail: "no", type: "busy" } as const;
    const line = writeTrace({
      ...empty,
      events: [
        {
          event: {
            type: "stream-end",
            reason: { kind: "failed", raw: undefined, failure },
            at: instant(1),
            seq: 0,
          },
          read: undefined,
        },
      ],
    });

    expect(line).not.toContain("status");
    expect(readTraces(line).traces[0]?.events[0]?.event).toMatchObject({ reason: { failure } });
  });

  it("leaves out a trace of a version that it does not know", () => {
    expect(readTraces(writeTrace(empty).replace('"v":1', '"v":2'))).toEqual({
      traces: [],
      unreadableLines: 1,
    });
  });
});
