import { gapsMs } from "./gaps.ts";
import { jitterSd } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * The standard deviation of the gaps over their mean: jitter that can be compared between fast and slow
 * streams.
 */
export const jitterVariation: Metric = {
  id: "jitter_cv",
  label: "Jitter (coefficient of variation)",
  unit: "ratio",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 0 },
  definition: "sd of gaps / mean of gaps",
  layers: ["wire", "flush"],
  measure(timing) {
    const gaps = gapsMs(timing);
    const sd = jitterSd(gaps);
    const totalMs = gaps.reduce((sum, gap) => sum + gap, 0);
    return sd === undefined || totalMs === 0 ? undefined : (sd * gaps.length) / totalMs;
  },
};
