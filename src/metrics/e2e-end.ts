import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from when the request was due to the end of the stream, usage and trailer included.
 */
export const endToEndOfStream: Metric = {
  id: "e2e_end",
  label: "End-to-end time of the stream",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
  definition: "end of stream − scheduled",
  layers: ["wire"],
  measure({ scheduledAt, endedAt }) {
    return endedAt === undefined ? undefined : elapsedMs(scheduledAt, endedAt);
  },
};
