import { gapsMs } from "./gaps.ts";
import { quantileOf } from "./median.ts";
import type { Metric } from "./metric.ts";

/**
 * The gap between arrivals of content that 5 % exceed, in milliseconds.
 */
export const interChunkLatencyP95: Metric = {
  id: "icl_p95",
  label: "95th percentile of the gaps",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 0 },
  definition: "95th percentile of gaps between consecutive reads or flushes with content",
  layers: ["wire", "flush"],
  measure(timing) {
    return quantileOf(gapsMs(timing), 0.95);
  },
};
