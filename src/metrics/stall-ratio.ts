import { gapsMs } from "./gaps.ts";
import { stallsIn } from "./stall-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * The share of the time between the first and the last content that was spent in stalls.
 */
export const stalledShare: Metric = {
  id: "stall_ratio",
  label: "Stalled share",
  unit: "ratio",
  better: "lower",
  compareAs: "share",
  defaultMargin: { kind: "difference", by: 0.05 },
  definition: "stalled time / (last content − first content)",
  layers: ["wire", "flush"],
  measure(timing) {
    return stallsIn(gapsMs(timing))?.share;
  },
};
