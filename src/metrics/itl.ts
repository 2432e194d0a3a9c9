import { tokenGapsMs } from "./gaps.ts";
import { medianOf } from "./median.ts";
import type { Metric } from "./metric.ts";

/**
 * The median gap between tokens, in milliseconds: a read of `k` tokens shares the gap before it among them.
 *
 * Tokens are those of the provider's usage, spread over the deltas by their characters; one each if there are
 * as many deltas as tokens, and if the provider does not count.
 */
export const interTokenLatency: Metric = {
  id: "itl",
  label: "Inter-token latency",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "median over tokens of gap / tokens of the read or flush that ends it",
  layers: ["wire", "flush"],
  measure(timing) {
    return medianOf(tokenGapsMs(timing));
  },
};
