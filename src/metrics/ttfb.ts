import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from sending the request to the headers of the answer.
 */
export const timeToFirstByte: Metric = {
  id: "ttfb",
  label: "Time to first byte",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
  definition: "headers − sent",
  layers: ["wire"],
  measure({ sentAt, headersAt }) {
    if (sentAt === undefined || headersAt === undefined) return undefined;
    return elapsedMs(sentAt, headersAt);
  },
};
