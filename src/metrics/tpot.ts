import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds per token after the first. Unknown for fewer than two tokens.
 *
 * @see {@link https://docs.nvidia.com/nim/benchmarking/llm/latest/metrics.html} "Inter-token Latency",
 * which has the same formula.
 */
export const timePerOutputToken: Metric = {
  id: "tpot",
  label: "Time per output token",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "(last content − first content) / (n − 1)",
  layers: ["wire", "flush"],
  measure({ arrivals, outputTokens }) {
    const [first] = arrivals;
    const last = arrivals.at(-1);
    if (!first || !last || outputTokens === undefined || outputTokens < 2) return undefined;
    return elapsedMs(first.at, last.at) / (outputTokens - 1);
  },
};
