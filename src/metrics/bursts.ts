import { partGapsMs } from "./gaps.ts";
import { type Metric, PACE } from "./metric.ts";

/** The share of gaps below a millisecond: content that came together, in one read or one flush. */
export const burstShare: Metric = {
  ...PACE,
  id: "burst_zero",
  label: "Share of gaps below 1 ms",
  unit: "ratio",
  compareAs: "share",
  defaultMargin: { kind: "difference", by: 0.05 },
  definition: "pieces less than 1 ms after the one before / pieces after the first",
  measure(timing) {
    const gaps = partGapsMs(timing);
    if (gaps.length === 0) return undefined;
    return gaps.filter((gap) => gap < 1).length / gaps.length;
  },
};

/**
 * How many tokens the mean read or flush with content carried: 1 if every token came by itself. Reasoning that
 * was not shown does not count.
 */
export const burstiness: Metric = {
  ...PACE,
  id: "burstiness",
  label: "Tokens per arrival",
  unit: "tokens",
  countsTokens: true,
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "visible tokens / reads or flushes with content",
  measure({ arrivals, visibleTokens }) {
    return visibleTokens === undefined || arrivals.length === 0
      ? undefined
      : visibleTokens / arrivals.length;
  },
};

/** How many parts of content came per second: at the flush layer, how often a page must be updated. */
export const flushesPerSecond: Metric = {
  ...PACE,
  id: "flushes_per_s",
  label: "Updates per second",
  unit: "1/s",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "(pieces − 1) / (last content − first content)",
  measure(timing) {
    const gaps = partGapsMs(timing);
    const totalMs = gaps.reduce((sum, gap) => sum + gap, 0);
    return totalMs === 0 ? undefined : (1000 * gaps.length) / totalMs;
  },
};
