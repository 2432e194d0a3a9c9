import { gapsMs } from "./gaps.ts";
import { stallsIn } from "./stall-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * How long all stalls took together, in milliseconds.
 */
export const stalledTime: Metric = {
  id: "stall_s",
  label: "Stalled time",
  unit: "ms",
  better: "lower",
  compareAs: "share",
  defaultMargin: { kind: "difference", by: 0.05 },
  definition: "sum of gaps > max(5 · median gap, 200 ms)",
  layers: ["wire", "flush"],
  measure(timing) {
    return stallsIn(gapsMs(timing))?.totalMs;
  },
};
