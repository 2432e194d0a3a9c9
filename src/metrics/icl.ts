import { gapsMs } from "./gaps.ts";
import { medianOf } from "./median.ts";
import type { Metric } from "./metric.ts";

/** The median gap between consecutive arrivals of content, in milliseconds, however much each carried. */
export const interChunkLatency: Metric = {
  id: "icl",
  label: "Inter-chunk latency",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "median gap between consecutive reads or flushes with content",
  layers: ["wire", "flush"],
  measure(timing) {
    return medianOf(gapsMs(timing));
  },
};
