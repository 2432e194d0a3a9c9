import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { conclude } from "../../../src/report/index.ts";
import { directionOf } from "../../../src/report/conclusions/effect-scale.ts";
import { fixtureRun, only } from "../fixture-run.ts";

const scales = ["ratio", "difference"] as const;

describe("directionOf()", () => {
  it("is the side of “no effect” on which the whole interval lies", () => {
    const bound = fc.oneof(
      fc.constantFrom(0, -0, 1, 1e-13, -1e-13, Infinity, -Infinity),
      fc.double({ noNaN: true }),
    );
    fc.assert(
      fc.property(bound, bound, fc.constantFrom(...scales), (a, b, scale) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const none = scale === "ratio" ? 1 : 0;
        const direction = directionOf({ low, high }, scale);

        expect(direction === "higher").toBe(low > none);
        expect(direction === "lower").toBe(high < none);
        if (low <= none && none <= high) expect(direction).toBeUndefined();
      }),
    );
  });
});

describe("the verdict of random runs", () => {
  const KEY = "stall_s@wire";

  it("has the direction of its interval if one arm stalls occasionally", () => {
    const shape = fc.record({
      pairs: fc.integer({ min: 24, max: 60 }),
      share: fc.double({ min: 0.1, max: 0.4, noNaN: true }),
      stallMs: fc.integer({ min: 200, max: 4000 }),
    });
    fc.assert(
      fc.property(shape, ({ pairs, share, stallMs }) => {
        const run = fixtureRun({
          pairs,
          plan: { primary: [KEY] },
          change: (record) => {
            const stalls = record.arm !== "immediate" && record.pair < share * pairs;
            return only(KEY)({ ...record, metrics: { [KEY]: stalls ? stallMs : 0 } });
          },
        });
        const [{ verdict, comparison } = {}] = conclude(run).primary;
        if (verdict?.kind !== "different" || comparison === undefined) return;

        const { low, high } = comparison.effect;
        expect(low > 0 || high < 0).toBe(true);
        expect(verdict.direction).toBe(low > 0 ? "higher" : "lower");
      }),
      { numRuns: 40 },
    );
  });
});
