import { elapsedMs } from "../clock/index.ts";
import { type Metric, PACE } from "./metric.ts";

const WHOLE_TIME = {
  ...PACE,
  unit: "ms",
  isSpeed: true,
  dependsOn: "whole",
  errorFrom: "ttft",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
} as const satisfies Partial<Metric>;

/** Milliseconds from when the request was due to the last content. */
export const endToEnd: Metric = {
  ...WHOLE_TIME,
  id: "e2e",
  label: "End-to-end time",
  definition: "last content − scheduled",
  measure({ scheduledAt, parts }) {
    const last = parts.at(-1);
    return last && elapsedMs(scheduledAt, last.at);
  },
};

/** Milliseconds from when the request was due to the end of the stream, usage and trailer included. */
export const endToEndOfStream: Metric = {
  ...WHOLE_TIME,
  id: "e2e_end",
  label: "End-to-end time of the stream",
  definition: "end of stream − scheduled",
  layers: ["wire"],
  measure({ scheduledAt, endedAt }) {
    return endedAt === undefined ? undefined : elapsedMs(scheduledAt, endedAt);
  },
};
