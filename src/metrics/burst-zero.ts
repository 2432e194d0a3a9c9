import { pieceGapsMs } from "./gaps.ts";
import type { Metric } from "./metric.ts";

/**
 * The share of gaps below a millisecond: content that came together, in one read or one flush.
 */
export const burstShare: Metric = {
  id: "burst_zero",
  label: "Share of gaps below 1 ms",
  unit: "ratio",
  better: "lower",
  compareAs: "share",
  defaultMargin: { kind: "difference", by: 0.05 },
  definition: "pieces less than 1 ms after the one before / pieces after the first",
  layers: ["wire", "flush"],
  measure(timing) {
    const gaps = pieceGapsMs(timing);
    if (gaps.length === 0) return undefined;
    return gaps.filter((gap) => gap < 1).length / gaps.length;
  },
};
