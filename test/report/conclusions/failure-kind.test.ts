import { describe, expect, it } from "vitest";

import type { EndReason, StreamFailure } from "../../../src/events/index.ts";
import { countFailures, failureKind } from "../../../src/report/conclusions/failure-kind.ts";

const request = (end: EndReason, lengthChars = 480, besides = {}) => ({
  end,
  lengthChars,
  besidesText: { reasoningChars: 0, toolCalls: 0, audioBytes: 0, ...besides },
});
const failed = (failure: StreamFailure) => request({ kind: "failed", raw: undefined, failure }, 12);
const status = (code: number) =>
  failed({
    code: "http-status",
    status: code,
    detail: undefined,
    type: undefined,
    retryAfterMs: undefined,
  });

describe("failureKind()", () => {
  it.each([
    ["503", status(503)],
    ["cut", failed({ code: "connection-lost", receivedBytes: 12, cause: "ECONNRESET" })],
    ["timeout", failed({ code: "deadline-exceeded", deadline: "idle", deadlineMs: 500 })],
    ["overloaded_error", failed({ code: "provider-error", detail: "", type: "overloaded_error" })],
    ["truncated", request({ kind: "truncated", raw: undefined })],
    ["empty", request({ kind: "stop", raw: "stop" }, 0)],
    ["empty", request({ kind: "length", raw: "length" }, 0)],
    ["empty", request({ kind: "length", raw: "length" }, 0, { reasoningChars: 900 })],
    ["withheld", request({ kind: "content-filter", raw: "refusal" }, 0)],
  ])("calls it %s", (kind, record) => {
    expect(failureKind(record)).toBe(kind);
  });

  it("does not call an answer or a tool call a failure", () => {
    expect(failureKind(request({ kind: "stop", raw: "stop" }))).toBeUndefined();
    expect(failureKind(request({ kind: "tool-calls", raw: "tool_calls" }, 0))).toBeUndefined();
    expect(
      failureKind(request({ kind: "stop", raw: "stop" }, 0, { toolCalls: 1 })),
    ).toBeUndefined();
    expect(
      failureKind(request({ kind: "stop", raw: "stop" }, 0, { audioBytes: 9 })),
    ).toBeUndefined();
  });
});

describe("countFailures()", () => {
  it("counts each kind, the most frequent first", () => {
    const requests = [
      status(401),
      status(429),
      status(429),
      request({ kind: "stop", raw: "stop" }),
    ];

    expect(countFailures(requests)).toEqual([
      { kind: "429", count: 2 },
      { kind: "401", count: 1 },
    ]);
  });
});
