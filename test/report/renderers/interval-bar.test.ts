import fc from "fast-check";
import { expect, it } from "vitest";

import type { Comparison } from "../../../src/report/index.ts";
import { intervalBar } from "../../../src/report/renderers/interval-bar.ts";
import { conclude } from "../../../src/report/index.ts";
import { fixtureRun } from "../fixture-run.ts";

const [{ comparison } = {}] = conclude(fixtureRun({ pairs: 12 })).primary;

function drawn(effect: Comparison["effect"], scale: Comparison["scale"]): string {
  if (comparison === undefined) throw new Error("the fixture has no comparison");
  return intervalBar({ ...comparison, effect, scale, equivalence: undefined }, "label").markup;
}

it("draws an infinite bound as an arrow, not as a cap", () => {
  const open = drawn({ estimate: 8.7, low: 0.3, high: Infinity }, "difference");
  const closed = drawn({ estimate: 8.7, low: 0.3, high: 12 }, "difference");

  expect(open.match(/<path/g)).toHaveLength(1);
  expect(open.match(/<line/g)).toHaveLength(3);
  expect(closed).not.toContain("<path");
});

it("separates a finite estimate from an infinite bound", () => {
  const bound = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(-Infinity));
  fc.assert(
    fc.property(bound, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (low, estimate) => {
      const svg = drawn({ estimate, low: Math.min(low, estimate), high: Infinity }, "difference");
      const point = Number(/cx="([\d.]+)"/u.exec(svg)?.[1]);

      expect(point).toBeGreaterThanOrEqual(8);
      expect(point).toBeLessThan(212);
      expect(svg).not.toMatch(/NaN|Infinity/u);
    }),
  );
});
