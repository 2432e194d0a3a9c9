import { elapsedMs } from "../clock/index.ts";
import type { Metric } from "./metric.ts";

/**
 * Milliseconds from when the request was due to the first content: text, reasoning or a tool call.
 *
 * From the scheduled time, so that waiting behind other requests counts (no coordinated omission).
 *
 * @see {@link https://docs.nvidia.com/nim/benchmarking/llm/latest/metrics.html} "Time to First
 * Token", which also skips empty first responses.
 */
export const timeToFirstToken: Metric = {
  id: "ttft",
  label: "Time to first token",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
  definition: "first non-empty content, reasoning or tool delta − scheduled",
  layers: ["wire", "flush"],
  measure({ scheduledAt, arrivals }) {
    const [first] = arrivals;
    return first && elapsedMs(scheduledAt, first.at);
  },
};
