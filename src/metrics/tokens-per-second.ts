import { timePerOutputToken } from "./tpot.ts";
import type { Metric } from "./metric.ts";

/**
 * Tokens per second after the first, of one stream. Unknown for fewer than two tokens, and where all came
 * at once.
 */
export const tokensPerSecond: Metric = {
  id: "tokens_per_second",
  label: "Tokens per second",
  unit: "tokens/s",
  better: "higher",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "(n − 1) / (last content − first content)",
  layers: ["wire", "flush"],
  measure(timing) {
    const perTokenMs = timePerOutputToken.measure(timing);
    return perTokenMs === undefined || perTokenMs === 0 ? undefined : 1000 / perTokenMs;
  },
};
