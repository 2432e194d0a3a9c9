import { describe, expect, it } from "vitest";

import type { StreamFailure } from "../../src/events/index.ts";
import { retryDelayMs } from "../../src/lifecycle/index.ts";
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

  it("waits exactly as long as the provider asks, also not at all", () => {
    expect(delay(status(429, 700))).toBe(700);
    expect(delay(status(429, 0))).toBe(0);
  });

  it("gives up when the provider asks for too long", () => {
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
