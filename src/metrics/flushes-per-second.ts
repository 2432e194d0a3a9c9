import { pieceGapsMs } from "./gaps.ts";
import type { Metric } from "./metric.ts";

/**
 * How many pieces of content came per second: at the flush layer, how often a page must be updated.
 */
export const flushesPerSecond: Metric = {
  id: "flushes_per_s",
  label: "Updates per second",
  unit: "1/s",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "(pieces − 1) / (last content − first content)",
  layers: ["wire", "flush"],
  measure(timing) {
    const gaps = pieceGapsMs(timing);
    const totalMs = gaps.reduce((sum, gap) => sum + gap, 0);
    return totalMs === 0 ? undefined : (1000 * gaps.length) / totalMs;
  },
};
