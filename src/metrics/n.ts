import type { Metric } from "./metric.ts";

/**
 * How many tokens the answer had: by the provider, else by the number of deltas.
 */
export const tokenCount: Metric = {
  id: "n",
  label: "Tokens",
  unit: "tokens",
  better: "neither",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 0 },
  definition: "output tokens by provider usage, else deltas",
  layers: ["wire"],
  measure({ outputTokens }) {
    return outputTokens === 0 ? undefined : outputTokens;
  },
};
