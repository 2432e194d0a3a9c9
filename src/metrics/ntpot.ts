import { endToEnd } from "./e2e.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds of the whole request per token, time to first token included.
 */
export const normalisedTimePerOutputToken: Metric = {
  id: "ntpot",
  label: "Normalised time per output token",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "e2e / n",
  layers: ["wire", "flush"],
  measure(timing) {
    const wholeMs = endToEnd.measure(timing);
    const n = timing.outputTokens;
    return wholeMs === undefined || n === undefined || n === 0 ? undefined : wholeMs / n;
  },
};
