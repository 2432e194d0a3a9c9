import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from when the request was due to the last content.
 */
export const endToEnd: Metric = {
  id: "e2e",
  label: "End-to-end time",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
  definition: "last content − scheduled",
  layers: ["wire", "flush"],
  measure({ scheduledAt, pieces }) {
    const last = pieces.at(-1);
    return last && elapsedMs(scheduledAt, last.at);
  },
};
