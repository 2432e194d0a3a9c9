import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { StreamFailure } from "../../src/events/index.ts";
import { isTransient, retryDelayMs } from "../../src/lifecycle/retry.ts";
import { seededRandom } from "../../src/stats/index.ts";

const status = (code: number, retryAfterMs?: number): StreamFailure => ({
  code: "http-status",
  status: code,
  detail: undefined,
  type: undefined,
  retryAfterMs,
});

const delay = (failure: StreamFailure, attempt = 1) =>
  retryDelayMs({ failure, attempt }, { baseMs: 100, longestMs: 1_000, attempts: 5 }, () => 0.5);

describe("retryDelayMs()", () => {
  it("backs off exponentially, up to the longest", () => {
    const delays = [1, 2, 3, 4].map((attempt) => delay(status(500), attempt));

    expect(delays).toEqual([50, 100, 200, 400]);
    expect(retryDelayMs({ failure: status(500), attempt: 9 }, { attempts: 10 }, () => 1)).toBe(
      20_000,
    );
  });

  it("waits exactly the provider's delay, even if it is 0", () => {
    expect(delay(status(429, 700))).toBe(700);
    expect(delay(status(429, 0))).toBe(0);
  });

  it("gives up if the provider's delay is too long", () => {
    expect(delay(status(429, 3_600_000))).toBeUndefined();
  });

  it("does not repeat what would be refused again", () => {
    expect([400, 401, 403, 404, 422].map((code) => delay(status(code)))).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  it("stops after the last attempt", () => {
    expect(delay(status(500), 5)).toBeUndefined();
  });

  it("refuses a policy without attempts", () => {
    expect(() =>
      retryDelayMs({ failure: status(500), attempt: 1 }, { attempts: 0 }, seededRandom(1)),
    ).toThrow("Cannot retry as attempts must be a whole number from 1: current value is 0");
  });
});

const inStream = (type: string | undefined, inStreamStatus?: number): StreamFailure => ({
  code: "provider-error",
  detail: "no",
  type,
  status: inStreamStatus,
});

const TRANSIENT = [408, 409, 429, 500, 502, 503, 504, 529];
const PERMANENT = [400, 401, 402, 403, 404, 405, 413, 422];

const TRANSIENT_TYPES = [
  "overloaded_error",
  "rate_limit_error",
  "rate_limit_exceeded",
  "RESOURCE_EXHAUSTED",
  "UNAVAILABLE",
  "server_error",
  "api_error",
  "InternalServerError",
  "ThrottlingException",
  "ModelStreamErrorException",
  "timeout_error",
];
const PERMANENT_TYPES = [
  "invalid_request_error",
  "BadRequestError",
  "INVALID_ARGUMENT",
  "ValidationException",
  "invalid_api_key",
  "authentication_error",
  "UNAUTHENTICATED",
  "permission_error",
  "AccessDeniedException",
  "not_found_error",
  "model_not_found",
  "insufficient_quota",
  "billing_error",
  "context_length_exceeded",
  "exceed_context_size_error",
  "request_too_large",
];

/** The same type as other providers write it. */
const spelled = (type: string): fc.Arbitrary<string> =>
  fc.constantFrom(type, type.toUpperCase(), type.replaceAll("_", "-"), type.replaceAll("_", ""));

describe("isTransient()", () => {
  it("treats a status in the stream like the HTTP status, for any type", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 400, max: 599 }),
        fc.constantFrom(undefined, "overloaded_error", "invalid_request_error", "anything"),
        (code, type) => {
          expect(isTransient(inStream(type, code))).toBe(isTransient(status(code)));
        },
      ),
    );
    expect(TRANSIENT.map((code) => isTransient(inStream(undefined, code)))).not.toContain(false);
    expect(PERMANENT.map((code) => isTransient(inStream(undefined, code)))).not.toContain(true);
  });

  it("judges an error without a status by its type, however that is spelled", () => {
    const cases = fc.oneof(
      fc.record({
        type: fc.constantFrom(...PERMANENT_TYPES).chain(spelled),
        expected: fc.constant(false),
      }),
      fc.record({
        type: fc.constantFrom(...TRANSIENT_TYPES).chain(spelled),
        expected: fc.constant(true),
      }),
    );

    fc.assert(
      fc.property(cases, ({ type, expected }) => {
        expect(isTransient(inStream(type))).toBe(expected);
      }),
    );
  });

  it("retries an error of an unknown type, and one without a type", () => {
    expect([isTransient(inStream("busy")), isTransient(inStream(undefined))]).toEqual([true, true]);
  });

  it("does not retry an exhausted quota that comes as a 429", () => {
    const failure = { ...status(429), type: "insufficient_quota" };

    expect([isTransient(failure), isTransient(inStream("insufficient_quota", 429))]).toEqual([
      false,
      false,
    ]);
  });

  it("obeys x-should-retry both ways", () => {
    const refused = { code: "http-status", detail: undefined, type: undefined } as const;
    const obeyed = [true, false].map((shouldRetry) =>
      [400, 429].map((code) =>
        isTransient({ ...refused, status: code, retryAfterMs: undefined, shouldRetry }),
      ),
    );

    expect(obeyed).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it("waits for the delay in an error in the stream", () => {
    expect(delay({ code: "provider-error", detail: "", type: undefined, retryAfterMs: 7 })).toBe(7);
  });
});
