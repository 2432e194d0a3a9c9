import { gapsMs } from "./gaps.ts";
import { medianOf } from "./median.ts";
import type { Metric } from "./metric.ts";

/**
 * The median gap between consecutive pieces of content, in milliseconds.
 */
export const interChunkLatency: Metric = {
  id: "icl",
  label: "Inter-chunk latency",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "median gap between consecutive content",
  layers: ["wire", "flush"],
  measure(timing) {
    return medianOf(gapsMs(timing));
  },
};
