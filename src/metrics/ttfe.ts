import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from sending the request to the first event of any kind, with or without content.
 *
 * What vLLM and k6 call TTFT: a server that sends an empty first chunk looks fast by it.
 */
export const timeToFirstEvent: Metric = {
  id: "ttfe",
  label: "Time to first event",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
  definition: "first event of any kind − sent",
  layers: ["wire"],
  measure({ sentAt, firstEventAt }) {
    if (sentAt === undefined || firstEventAt === undefined) return undefined;
    return elapsedMs(sentAt, firstEventAt);
  },
};
