import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from when the request was due to the last content.
 */
export const endToEnd: Metric = {
  id: "e2e",
  label: "End to end",
  unit: "ms",
  better: "lower",
  scale: "ratio",
  definition: "last content − scheduled",
  layers: ["wire", "flush"],
  measure({ scheduledAt, arrivals }) {
    const last = arrivals.at(-1);
    return last && elapsedMs(scheduledAt, last.at);
  },
};
