import type { Metric } from "./metric.ts";

/**
 * How many tokens the mean read or flush with content carried: 1 if every token came by itself. Reasoning that
 * was not shown does not count.
 */
export const burstiness: Metric = {
  id: "burstiness",
  label: "Tokens per arrival",
  unit: "tokens",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "visible tokens / reads or flushes with content",
  layers: ["wire", "flush"],
  measure({ arrivals, visibleTokens }) {
    return visibleTokens === undefined || arrivals.length === 0
      ? undefined
      : visibleTokens / arrivals.length;
  },
};
