import { gapsMs } from "./gaps.ts";
import { jitterSd } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * The standard deviation of the gaps, in milliseconds.
 */
export const jitterStandardDeviation: Metric = {
  id: "jitter_sd",
  label: "Jitter (standard deviation)",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 },
  definition: "sd of gaps",
  layers: ["wire", "flush"],
  measure(timing) {
    return jitterSd(gapsMs(timing));
  },
};
