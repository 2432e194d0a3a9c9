import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from sending the request to the first content. A diagnostic: under load it hides the
 * time that the request waited in the client.
 */
export const timeToFirstTokenFromSend: Metric = {
  id: "ttft_send",
  label: "Time to first token from sending",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
  definition: "first non-empty content, reasoning or tool delta − sent",
  layers: ["wire", "flush"],
  measure({ sentAt, arrivals }) {
    const [first] = arrivals;
    return first && sentAt !== undefined ? elapsedMs(sentAt, first.at) : undefined;
  },
};
