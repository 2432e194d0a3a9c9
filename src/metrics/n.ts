import type { Metric } from "./metric.ts";

/**
 * How many tokens the answer had, with reasoning that was not shown: by the provider, else by the number of
 * deltas. 0 if the provider counts none and none came.
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
    return outputTokens;
  },
};
