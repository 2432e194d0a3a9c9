import { describe, expect, it } from "vitest";

import { retryAfterMs } from "../../../src/providers/decode/retry-after.ts";
import { retryAfterIn, shouldRetry, statusIn } from "../../../src/providers/decode/retry-after.ts";

describe("retryAfterMs()", () => {
  it.each([
    [{ "retry-after": "2" }, 2_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after-ms": "150", "retry-after": "2" }, 150],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:05 GMT" }, 4_000],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-1" }, undefined],
    [{}, undefined],
  ])("reads %j as %s ms", (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), 1_000)).toBe(expected);
  });
});

describe("retryAfterIn()", () => {
  const openRouter = (headers: object) => ({ error: { code: 429, metadata: { headers } } });

  it.each([
    ["Google's RetryInfo", { error: { details: [{ retryDelay: "1.5s" }] } }, 1_500],
    ["Google's RetryInfo in a list", [{ error: { details: [{ retryDelay: "2s" }] } }], 2_000],
    ["seconds", { error: { retry_after: 3 } }, 3_000],
    ["seconds as text", { retry_after: "3" }, 3_000],
    ["milliseconds", { error: { retry_after_ms: 40 } }, 40],
    ["OpenRouter's reset", openRouter({ "X-RateLimit-Reset": "1700000005000" }), 5_000],
    [
      "OpenRouter's reset as a number",
      openRouter({ "x-ratelimit-reset": 1_700_000_005_000 }),
      5_000,
    ],
    ["a reset that is past", openRouter({ "X-RateLimit-Reset": "1600000000000" }), 0],
    ["the upstream's Retry-After", openRouter({ "Retry-After": "4" }), 4_000],
    [
      "seconds until a reset, which are not OpenRouter's",
      openRouter({ "X-RateLimit-Reset": "9" }),
      undefined,
    ],
    ["nothing", { error: { message: "no" } }, undefined],
    ["no object", "slow down", undefined],
  ])("reads %s", (_what, body, expected) => {
    expect(retryAfterIn(body, 1_700_000_000_000)).toBe(expected);
  });

  it("ignores dates without a clock", () => {
    expect(retryAfterIn(openRouter({ "X-RateLimit-Reset": "1700000005000" }), undefined)).toBe(
      undefined,
    );
  });
});

describe("statusIn()", () => {
  it.each([
    [{ error: { code: 400 } }, 400],
    [{ error: { code: "429" } }, 429],
    [{ status_code: 503, message: "busy" }, 503],
    [{ object: "error", code: 404 }, 404],
    [{ type: "error", error: { error: { status: 401 } } }, 401],
    [{ error: { code: 1302 } }, undefined],
    [{ error: { code: "rate_limit" } }, undefined],
    [{ code: 200 }, undefined],
    ["400", undefined],
  ])("finds in %j the status %s", (body, expected) => {
    expect(statusIn(body)).toBe(expected);
  });
});

describe("shouldRetry()", () => {
  it.each([
    [{ "x-should-retry": "true" }, true],
    [{ "x-should-retry": "false" }, false],
    [{ "x-should-retry": "maybe" }, undefined],
    [{}, undefined],
  ])("reads %j as %s", (headers, expected) => {
    expect(shouldRetry(new Headers(headers))).toBe(expected);
  });
});
