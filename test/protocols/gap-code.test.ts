import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decodeGaps, encodeGaps } from "../../src/protocols/gap-code.ts";

describe("encodeGaps(), decodeGaps()", () => {
  it("give back every gap to a tenth of a millisecond", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 })), (tenths) => {
        const gapsMs = tenths.map((tenth) => tenth / 10);
        expect(decodeGaps(encodeGaps(gapsMs))).toEqual(gapsMs);
      }),
    );
  });

  it("take two bytes for a typical gap", () => {
    expect(encodeGaps(Array.from({ length: 999 }, () => 20)).length).toBe((999 * 2 * 4) / 3);
  });

  it("make nothing of damage", () => {
    expect(decodeGaps("!")).toEqual([]);
    expect(decodeGaps(encodeGaps([20, 20]).slice(0, 4))).toEqual([20]);
  });

  it("refuse what is no duration", () => {
    expect(() => encodeGaps([-1])).toThrow("current value is -1");
    // Ten times as much is infinite, and dividing that never ends.
    expect(() => encodeGaps([Number.MAX_VALUE])).toThrow("must be 0 to");
  });
});
