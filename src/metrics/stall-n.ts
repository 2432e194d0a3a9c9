import { gapsMs } from "./gaps.ts";
import { stallsIn } from "./stall-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * How many gaps a reader notices as stalls.
 */
export const stallCount: Metric = {
  id: "stall_n",
  label: "Stalls",
  unit: "count",
  better: "lower",
  compareAs: "share",
  defaultMargin: { kind: "difference", by: 0.05 },
  definition: "number of gaps > max(5 · median gap, 200 ms)",
  layers: ["wire", "flush"],
  measure(timing) {
    return stallsIn(gapsMs(timing))?.count;
  },
};
