import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";

import {
  endReasonSchema,
  eventJson,
  eventSchema,
  type StreamEventBody,
  usageSchema,
} from "../../src/events/index.ts";
import { events, mutated } from "../support/made/event-arbitraries.ts";

const throughJson = (event: StreamEventBody): unknown =>
  JSON.parse(JSON.stringify(eventJson(event)));

describe("eventSchema", () => {
  it("reads every event that eventJson() writes", () => {
    fc.assert(
      fc.property(events, (event) => {
        expect(v.parse(eventSchema, throughJson(event))).toEqual(event);
      }),
    );
  });

  it("never throws on a mutated event", () => {
    fc.assert(
      fc.property(mutated(events.map(throughJson)), (value) => {
        expect(() => v.safeParse(eventSchema, value)).not.toThrow();
      }),
    );
  });

  it("reads an unknown failure code as `unexpected` with the code as its detail", () => {
    const reason = { kind: "failed", raw: null, failure: { code: "quota-exceeded", limit: 5 } };

    expect(v.parse(eventSchema, { type: "stream-end", reason })).toEqual({
      type: "stream-end",
      reason: {
        kind: "failed",
        raw: undefined,
        failure: { code: "unexpected", detail: "quota-exceeded" },
      },
    });
  });

  it.each([
    ["no failure", undefined, { code: "unexpected", detail: "Unknown failure" }],
    [
      "no URL",
      { code: "connection-failed", cause: "ECONNREFUSED" },
      { code: "connection-failed", url: "", cause: "ECONNREFUSED" },
    ],
    [
      "a status that is not a number",
      { code: "http-status", status: "busy" },
      { code: "unexpected", detail: "http-status" },
    ],
    [
      "a damaged optional value",
      { code: "wrong-content-type", contentType: 7 },
      { code: "wrong-content-type", contentType: undefined },
    ],
  ])("reads a failed end with %s", (_what, failure, expected) => {
    expect(v.parse(endReasonSchema, { kind: "failed", failure })).toEqual({
      kind: "failed",
      raw: undefined,
      failure: expected,
    });
  });
});

describe("endReasonSchema", () => {
  it.each([
    { kind: "stop", raw: undefined },
    { kind: "length", raw: "max_tokens" },
    { kind: "other", raw: "some_new_reason" },
  ])("reads $kind", (end) => {
    expect(v.parse(endReasonSchema, JSON.parse(JSON.stringify(end)))).toEqual(end);
  });

  it("does not read `other` without the provider's reason", () => {
    expect(v.is(endReasonSchema, { kind: "other" })).toBe(false);
  });

  it("reads a kind of a later version as `other`", () => {
    expect(v.parse(endReasonSchema, { kind: "paused" })).toEqual({ kind: "other", raw: "paused" });
  });
});

describe("usageSchema", () => {
  it("reads a damaged count as unknown and keeps the others", () => {
    const counts = { inputTokens: { total: "3" }, outputTokens: { total: 5 }, source: "provider" };

    expect(v.parse(usageSchema, { type: "usage", ...counts })).toEqual({
      type: "usage",
      inputTokens: { total: undefined, cached: undefined },
      outputTokens: { total: 5, reasoning: undefined },
      source: "provider",
    });
  });
});
