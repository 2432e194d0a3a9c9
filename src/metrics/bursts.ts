import { quantileOf } from "../stats/index.ts";
import { gapsMs, partGapsMs } from "./gaps.ts";
import { metricFamily } from "./metric.ts";

/** How bursty the content is. */
export const burstMetrics = metricFamily(
  { unit: "ratio", defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 } },
  {
    /** Content that came together, in one read or one flush. */
    burst_zero: {
      label: "Share of gaps below 1 ms",
      compareAs: "share",
      defaultMargin: { kind: "difference", by: 0.05 },
      definition: "pieces less than 1 ms after the one before / pieces after the first",
      measure(timing) {
        const gaps = partGapsMs(timing);
        return gaps.length === 0 ? undefined : gaps.filter((gap) => gap < 1).length / gaps.length;
      },
    },
    /** 1 if every token came by itself. Reasoning that was not shown does not count. */
    burstiness: {
      label: "Tokens per arrival",
      unit: "tokens",
      countsTokens: true,
      definition: "visible tokens / reads or flushes with content",
      measure: ({ arrivals, visibleTokens }) =>
        visibleTokens === undefined || arrivals.length === 0
          ? undefined
          : visibleTokens / arrivals.length,
    },
    longest_freeze: {
      label: "Longest freeze",
      unit: "ms",
      defaultMargin: { kind: "ratio", share: 0.1, atLeast: 20 },
      definition: "longest gap between consecutive content",
      measure: (timing) => quantileOf(gapsMs(timing), 1),
    },
    /** At the flush layer, how often a page must be updated. */
    flushes_per_s: {
      label: "Updates per second",
      unit: "1/s",
      definition: "(pieces − 1) / (last content − first content)",
      measure(timing) {
        const gaps = partGapsMs(timing);
        const totalMs = gaps.reduce((sum, gap) => sum + gap, 0);
        return totalMs === 0 ? undefined : (1000 * gaps.length) / totalMs;
      },
    },
  },
);
