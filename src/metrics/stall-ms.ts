import { gapsMs } from "./gaps.ts";
import { stallsIn } from "./stall-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * How long all stalls took together, in milliseconds: each with its whole gap.
 *
 * Until release 0.2 results had this as `stall_s`, in milliseconds too.
 */
export const stalledTime: Metric = {
  id: "stall_ms",
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
