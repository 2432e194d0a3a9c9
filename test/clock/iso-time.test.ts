import { describe, expect, it } from "vitest";

import { isoTime } from "../../src/clock/index.ts";

describe("isoTime()", () => {
  it.each([
    [1_795_258_944_123, "2026-11-21T11:02:24.123Z"],
    [-1, "1969-12-31T23:59:59.999Z"],
  ])("writes %d in UTC", (wallMs, expected) => {
    expect(isoTime(wallMs)).toBe(expected);
  });

  it.each([Number.NaN, 8.64e15 + 1])("rejects %d", (wallMs) => {
    expect(() => isoTime(wallMs)).toThrow(RangeError);
  });
});
