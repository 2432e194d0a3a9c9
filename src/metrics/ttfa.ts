import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from when the request was due to the first text of the answer, after any reasoning.
 */
export const timeToFirstAnswer: Metric = {
  id: "ttfa",
  label: "Time to first answer text",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
  definition: "first answer text − scheduled",
  layers: ["wire", "flush"],
  measure({ scheduledAt, pieces }) {
    const first = pieces.find(({ kind }) => kind === "text");
    return first && elapsedMs(scheduledAt, first.at);
  },
};
