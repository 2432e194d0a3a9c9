import { gapsMs } from "./gaps.ts";
import { jitterMad } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * The median absolute deviation of the gaps as a standard deviation, in milliseconds: unmoved by stalls.
 */
export const jitterDeviation: Metric = {
  id: "jitter_mad",
  label: "Jitter (median deviation)",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 },
  definition: "1.4826 · median |gap − median gap|",
  layers: ["wire", "flush"],
  measure(timing) {
    return jitterMad(gapsMs(timing));
  },
};
