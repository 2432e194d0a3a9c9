import { timePerOutputToken } from "./tpot.ts";
import type { Metric } from "./metric.ts";

/**
 * Visible tokens per second after the first arrival, of one stream: the inverse of {@link timePerOutputToken},
 * and unknown whenever that is.
 */
export const tokensPerSecond: Metric = {
  id: "tokens_per_second",
  label: "Tokens per second",
  unit: "tokens/s",
  better: "higher",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "(n − n₁) / (last content − first content at the wire), as for tpot",
  layers: ["wire", "flush"],
  measure(timing) {
    const perTokenMs = timePerOutputToken.measure(timing);
    return perTokenMs === undefined || perTokenMs === 0 ? undefined : 1000 / perTokenMs;
  },
};
