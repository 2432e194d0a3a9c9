import { gapsMs } from "./gaps.ts";
import { quantileOf } from "./median.ts";
import type { Metric } from "./metric.ts";

/**
 * How much longer the gap that 1 % exceed is than the median gap, in milliseconds. Unknown for fewer than 2
 * gaps.
 */
export const gapSpread: Metric = {
  id: "spread_99_50",
  label: "Spread of the gaps (p99 − p50)",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 },
  definition: "99th percentile − median of gaps",
  layers: ["wire", "flush"],
  measure(timing) {
    const gaps = gapsMs(timing);
    const [middle, high] = [quantileOf(gaps, 0.5), quantileOf(gaps, 0.99)];
    return gaps.length < 2 || middle === undefined || high === undefined
      ? undefined
      : high - middle;
  },
};
