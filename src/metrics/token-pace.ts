import { elapsedMs } from "../clock/index.ts";
import { endToEnd } from "./end-to-end.ts";
import { type Metric, PACE } from "./metric.ts";

const PER_TOKEN = {
  ...PACE,
  countsTokens: true,
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
} as const satisfies Partial<Metric>;

/**
 * How many tokens the answer had, with reasoning that was not shown: as the provider counts them, else the number
 * of deltas. 0 if the provider counts none and none came.
 */
export const tokenCount: Metric = {
  ...PER_TOKEN,
  id: "n",
  label: "Tokens",
  unit: "tokens",
  better: "neither",
  dependsOn: "whole",
  definition: "output tokens by provider usage, else deltas",
  layers: ["wire"],
  measure: ({ outputTokens }) => outputTokens,
};

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
  ...PER_TOKEN,
  id: "tpot",
  label: "Time per output token",
  unit: "ms",
  isSpeed: true,
  errorFrom: "gap",
  definition:
    "(last content − first content at the wire) / (n − n₁), n = visible tokens, n₁ = those of the first read",
  measure({ arrivals, parts, firstRead, visibleTokens }) {
    const last = parts.at(-1);
    if (!firstRead || !last || visibleTokens === undefined) return undefined;
    const laterTokens = visibleTokens - firstRead.tokens;
    if (arrivals.length < 2 || laterTokens < 1) return undefined;
    return elapsedMs(firstRead.at, last.at) / laterTokens;
  },
};

/** Milliseconds of the whole request per token, time to first token included. */
export const normalisedTimePerOutputToken: Metric = {
  ...PER_TOKEN,
  id: "ntpot",
  label: "Normalised time per output token",
  unit: "ms",
  isSpeed: true,
  dependsOn: "whole",
  errorFrom: "gap",
  definition: "e2e / n",
  measure(timing) {
    const wholeMs = endToEnd.measure(timing);
    const n = timing.outputTokens;
    return wholeMs === undefined || n === undefined || n === 0 ? undefined : wholeMs / n;
  },
};

/**
 * Visible tokens per second after the first arrival, of one stream: the inverse of {@link timePerOutputToken},
 * and unknown whenever that is.
 */
export const tokensPerSecond: Metric = {
  ...PER_TOKEN,
  id: "tokens_per_second",
  label: "Tokens per second",
  unit: "tokens/s",
  better: "higher",
  definition: "(n − n₁) / (last content − first content at the wire), as for tpot",
  measure(timing) {
    const perTokenMs = timePerOutputToken.measure(timing);
    return perTokenMs === undefined || perTokenMs === 0 ? undefined : 1000 / perTokenMs;
  },
};
