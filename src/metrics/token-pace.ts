import { elapsedMs } from "../clock/index.ts";
import { medianOf, quantileOf } from "../stats/index.ts";
import { gapsMs, tokenGapsMs } from "./gaps.ts";
import { metricFamily } from "./metric.ts";
import type { StreamTiming } from "./stream-timing.ts";

/** How many tokens came, and how fast. */
export const paceMetrics = metricFamily(
  {
    unit: "ms",
    isSpeed: true,
    countsTokens: true,
    errorFrom: "gap",
    defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  },
  {
    /** With reasoning that was not shown. 0 if the provider counts no tokens and none came. */
    n: {
      label: "Tokens",
      unit: "tokens",
      better: "neither",
      isSpeed: false,
      dependsOn: "whole",
      errorFrom: undefined,
      definition: "output tokens by provider usage, else deltas",
      layers: ["wire"],
      measure: ({ outputTokens }) => outputTokens,
    },
    tpot: {
      label: "Time per output token",
      definition:
        "(last content − first content at the wire) / (n − n₁), n = visible tokens, n₁ = those of the first read",
      measure: msPerToken,
    },
    ntpot: {
      label: "Normalised time per output token",
      dependsOn: "whole",
      definition: "e2e / n",
      measure({ scheduledAt, parts, outputTokens: n }) {
        const last = parts.at(-1);
        return last && n !== undefined && n !== 0 ? elapsedMs(scheduledAt, last.at) / n : undefined;
      },
    },
    icl: {
      label: "Inter-chunk latency",
      countsTokens: false,
      definition: "median gap between consecutive reads or flushes with content",
      measure: (timing) => medianOf(gapsMs(timing)),
    },
    icl_p95: {
      label: "95th percentile of the gaps",
      countsTokens: false,
      errorFrom: undefined,
      defaultMargin: { kind: "ratio", share: 0.1, atLeast: 0 },
      definition: "95th percentile of gaps between consecutive reads or flushes with content",
      measure: (timing) => quantileOf(gapsMs(timing), 0.95),
    },
    /**
     * A read of `k` tokens shares the gap before it among them. Tokens are those of the provider's usage, spread over
     * the deltas by their characters; one each if there are as many deltas as tokens, and if the provider does not count.
     */
    itl: {
      label: "Inter-token latency",
      definition: "median over tokens of gap / tokens of the read or flush that ends it",
      measure: (timing) => medianOf(tokenGapsMs(timing)),
    },
    tokens_per_second: {
      label: "Tokens per second",
      unit: "tokens/s",
      better: "higher",
      isSpeed: false,
      errorFrom: undefined,
      definition: "(n − n₁) / (last content − first content at the wire), as for tpot",
      measure(timing) {
        const perTokenMs = msPerToken(timing);
        return perTokenMs === undefined || perTokenMs === 0 ? undefined : 1000 / perTokenMs;
      },
    },
  },
);

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
function msPerToken({ arrivals, parts, firstRead, visibleTokens }: StreamTiming) {
  const last = parts.at(-1);
  if (!firstRead || !last || visibleTokens === undefined) return undefined;
  const laterTokens = visibleTokens - firstRead.tokens;
  if (arrivals.length < 2 || laterTokens < 1) return undefined;
  return elapsedMs(firstRead.at, last.at) / laterTokens;
}
