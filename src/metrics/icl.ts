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
  scale: "difference",
  definition: "median gap between consecutive content",
  layers: ["wire", "flush"],
  measure(timing) {
    return medianOf(gapsMs(timing));
  },
};
