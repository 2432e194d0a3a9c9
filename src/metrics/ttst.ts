import { gapsMs } from "./gaps.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from the first arrival of content to the second. Large if a server sends its first token
 * early to look fast. What came with the first is not the second.
 */
export const timeToSecondToken: Metric = {
  id: "ttst",
  label: "Time to second token",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 5 },
  definition: "second read or flush with content − first",
  layers: ["wire", "flush"],
  measure(timing) {
    return gapsMs(timing)[0];
  },
};
