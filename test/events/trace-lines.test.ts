import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { instant } from "../../src/clock/index.ts";
import { readTraces, type Trace, writeTrace } from "../../src/events/index.ts";
import { events, mutated } from "../support/made/event-arbitraries.ts";

const us = fc.integer({ min: 0, max: 10_000_000 }).map((value) => instant(value / 1000));
const unknown = fc.constant(undefined);
const count = fc.nat();

const traces: fc.Arbitrary<Trace> = fc.record({
  id: fc.string(),
  provider: fc.string(),
  model: fc.string(),
  scheduledAt: fc.constant(instant(0)),
  pickedUpAt: fc.oneof(unknown, us),
  sentAt: fc.oneof(unknown, us),
  headersAt: fc.oneof(unknown, us),
  reads: fc.array(fc.record({ at: us, sizeBytes: count })),
  events: fc
    .array(fc.record({ body: events, at: us, read: fc.oneof(unknown, count) }))
    .map((list) =>
      list.map((event, seq) => ({
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
  it("is undone by readTraces() for all events", () => {
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

  it("does not lose a trace to a failure code that it does not know", () => {
    const reason = { kind: "failed", raw: null, failure: { code: "quota-exceeded" } };
    const line = writeTrace(empty).replace(
      '"events":[]',
      `"events":[[1000,null,${JSON.stringify({ type: "stream-end", reason })}]]`,
    );

    expect(readTraces(line).traces[0]?.events[0]?.event).toMatchObject({
      reason: { kind: "failed", failure: { code: "unexpected", detail: "quota-exceeded" } },
    });
  });

  it("never throws on a mutated trace", () => {
    const lines = mutated(traces.map((trace): unknown => JSON.parse(writeTrace(trace))));
    fc.assert(
      fc.property(lines, (line) => {
        const { traces: read, unreadableLines } = readTraces(JSON.stringify(line));
        expect(read.length + unreadableLines).toBe(1);
      }),
    );
  });

  it("leaves out a trace of a version that it does not know", () => {
    expect(readTraces(writeTrace(empty).replace('"v":1', '"v":2'))).toEqual({
      traces: [],
      unreadableLines: 1,
    });
  });
});
