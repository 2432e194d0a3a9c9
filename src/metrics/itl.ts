import { tokenGapsMs } from "./gaps.ts";
import { medianOf } from "./median.ts";
import type { Metric } from "./metric.ts";

/**
 * The median gap between tokens, in milliseconds, where a chunk of several tokens shares its gap among
 * them.
 */
export const interTokenLatency: Metric = {
  id: "itl",
  label: "Inter-token latency",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "median gap, each spread over the tokens of its chunk",
  layers: ["wire", "flush"],
  measure(timing) {
    return medianOf(tokenGapsMs(timing));
  },
};
