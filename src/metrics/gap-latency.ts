import { medianOf, quantileOf } from "../stats/index.ts";
import { gapsMs, tokenGapsMs } from "./gaps.ts";
import { type Metric, PACE } from "./metric.ts";

/** The median gap between consecutive arrivals of content, in milliseconds, however much each carried. */
export const interChunkLatency: Metric = {
  ...PACE,
  id: "icl",
  label: "Inter-chunk latency",
  unit: "ms",
  isSpeed: true,
  errorFrom: "gap",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "median gap between consecutive reads or flushes with content",
  measure: (timing) => medianOf(gapsMs(timing)),
};

/** The gap between arrivals of content that 5 % exceed, in milliseconds. */
export const interChunkLatencyP95: Metric = {
  ...PACE,
  id: "icl_p95",
  label: "95th percentile of the gaps",
  unit: "ms",
  isSpeed: true,
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 0 },
  definition: "95th percentile of gaps between consecutive reads or flushes with content",
  measure: (timing) => quantileOf(gapsMs(timing), 0.95),
};

/**
 * The median gap between tokens, in milliseconds: a read of `k` tokens shares the gap before it among them.
 *
 * Tokens are those of the provider's usage, spread over the deltas by their characters; one each if there are
 * as many deltas as tokens, and if the provider does not count.
 */
export const interTokenLatency: Metric = {
  ...PACE,
  id: "itl",
  label: "Inter-token latency",
  unit: "ms",
  isSpeed: true,
  countsTokens: true,
  errorFrom: "gap",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "median over tokens of gap / tokens of the read or flush that ends it",
  measure: (timing) => medianOf(tokenGapsMs(timing)),
};

/** The longest gap between two arrivals of content, stall or not, in milliseconds. */
export const longestFreeze: Metric = {
  ...PACE,
  id: "longest_freeze",
  label: "Longest freeze",
  unit: "ms",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 20 },
  definition: "longest gap between consecutive content",
  measure: (timing) => quantileOf(gapsMs(timing), 1),
};
