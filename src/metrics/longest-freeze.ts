import { quantileOf } from "./median.ts";
import { gapsMs } from "./gaps.ts";
import type { Metric } from "./metric.ts";

/**
 * The longest gap between two pieces of content, stall or not, in milliseconds.
 */
export const longestFreeze: Metric = {
  id: "longest_freeze",
  label: "Longest freeze",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 20 },
  definition: "longest gap between consecutive content",
  layers: ["wire", "flush"],
  measure(timing) {
    return quantileOf(gapsMs(timing), 1);
  },
};
