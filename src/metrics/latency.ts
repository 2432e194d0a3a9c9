import { elapsedMs, type Instant } from "../clock/index.ts";
import { gapsMs } from "./gaps.ts";
import { metricFamily } from "./metric.ts";

/**
 * Times from the request on. Most start when it was due instead of when it was sent, so that waiting behind other
 * requests counts (no coordinated omission).
 */
export const latencyMetrics = metricFamily(
  {
    unit: "ms",
    isSpeed: true,
    dependsOn: "beginning",
    errorFrom: "ttft",
    defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
  },
  {
    ttfb: {
      label: "Time to first byte",
      definition: "headers − sent",
      layers: ["wire"],
      measure: ({ sentAt, headersAt }) => between(sentAt, headersAt),
    },
    /** What vLLM and k6 call TTFT: a server that sends an empty first chunk looks fast by it. */
    ttfe: {
      label: "Time to first event",
      definition: "first event of any kind − sent",
      layers: ["wire"],
      measure: ({ sentAt, firstEventAt }) => between(sentAt, firstEventAt),
    },
    /**
     * @see {@link https://docs.nvidia.com/nim/benchmarking/llm/latest/metrics.html} "Time to First
     * Token", which also skips empty first responses.
     */
    ttft: {
      label: "Time to first token",
      definition: "first non-empty content, reasoning or tool delta − scheduled",
      measure: ({ scheduledAt, arrivals }) => between(scheduledAt, arrivals[0]?.at),
    },
    /** A diagnostic: under load it hides the time that the request waited in the client. */
    ttft_send: {
      label: "Time to first token from sending",
      definition: "first non-empty content, reasoning or tool delta − sent",
      measure: ({ sentAt, arrivals }) => between(sentAt, arrivals[0]?.at),
    },
    ttfa: {
      label: "Time to first answer text",
      definition: "first answer text − scheduled",
      measure: ({ scheduledAt, parts }) =>
        between(scheduledAt, parts.find(({ kind }) => kind === "text")?.at),
    },
    /** Large if a server sends its first token early to look fast. */
    ttst: {
      label: "Time to second token",
      errorFrom: "gap",
      defaultMargin: { kind: "ratio", share: 0.1, atLeast: 5 },
      definition: "second read or flush with content − first",
      measure: (timing) => gapsMs(timing)[0],
    },
    e2e: {
      label: "End-to-end time",
      dependsOn: "whole",
      definition: "last content − scheduled",
      measure: ({ scheduledAt, parts }) => between(scheduledAt, parts.at(-1)?.at),
    },
    /** Usage and trailer included. */
    e2e_end: {
      label: "End-to-end time of the stream",
      dependsOn: "whole",
      definition: "end of stream − scheduled",
      layers: ["wire"],
      measure: ({ scheduledAt, endedAt }) => between(scheduledAt, endedAt),
    },
  },
);

function between(from: Instant | undefined, to: Instant | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : elapsedMs(from, to);
}
