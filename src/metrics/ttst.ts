import { gapsMs } from "./gaps.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from the first content to the second. Large where a server sends its first token early
 * to look fast.
 */
export const timeToSecondToken: Metric = {
  id: "ttst",
  label: "Time to second token",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 5 },
  definition: "second content − first content",
  layers: ["wire", "flush"],
  measure(timing) {
    return gapsMs(timing)[0];
  },
};
