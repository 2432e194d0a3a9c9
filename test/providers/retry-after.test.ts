import { describe, expect, it } from "vitest";

import { retryAfterMs } from "../../src/providers/index.ts";

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
