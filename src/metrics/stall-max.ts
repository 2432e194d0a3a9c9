import { gapsMs } from "./gaps.ts";
import { stallsIn } from "./stall-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * How long the longest stall took, in milliseconds; 0 where there was none.
 */
export const longestStall: Metric = {
  id: "stall_max",
  label: "Longest stall",
  unit: "ms",
  better: "lower",
  compareAs: "share",
  defaultMargin: { kind: "difference", by: 0.05 },
  definition: "longest gap > max(5 · median gap, 200 ms), else 0",
  layers: ["wire", "flush"],
  measure(timing) {
    return stallsIn(gapsMs(timing))?.longestMs;
  },
};
