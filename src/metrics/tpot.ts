import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds per visible token after the first arrival.
 *
 * Numerator and denominator count the same tokens: those of the first read were there at its beginning, so
 * they are left out, and so is reasoning that was never shown. After a buffer the time still starts with the
 * first content at the wire: a buffer that only holds text back can make this larger, never smaller.
 *
 * Unknown if all content came in one arrival, or less than one token after the first.
 *
 * @see {@link https://docs.nvidia.com/nim/benchmarking/llm/latest/metrics.html} "Inter-token Latency",
 * which leaves out one token however many the first response carried, and counts hidden reasoning.
 */
export const timePerOutputToken: Metric = {
  id: "tpot",
  label: "Time per output token",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition:
    "(last content − first content at the wire) / (n − n₁), n = visible tokens, n₁ = those of the first read",
  layers: ["wire", "flush"],
  measure({ arrivals, pieces, firstRead, visibleTokens }) {
    const last = pieces.at(-1);
    if (!firstRead || !last || visibleTokens === undefined) return undefined;
    const laterTokens = visibleTokens - firstRead.tokens;
    if (arrivals.length < 2 || laterTokens < 1) return undefined;
    return elapsedMs(firstRead.at, last.at) / laterTokens;
  },
};
