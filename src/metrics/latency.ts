import { elapsedMs } from "../clock/index.ts";
import { gapsMs } from "./gaps.ts";
import { type Metric, PACE } from "./metric.ts";

/** What the times to the first of something have in common. */
const TIME_TO_FIRST = {
  ...PACE,
  unit: "ms",
  isSpeed: true,
  dependsOn: "beginning",
  errorFrom: "ttft",
  defaultMargin: { kind: "ratio", share: 0.05, atLeast: 20 },
} as const satisfies Partial<Metric>;

/** Milliseconds from sending the request to the headers of the response. */
export const timeToFirstByte: Metric = {
  ...TIME_TO_FIRST,
  id: "ttfb",
  label: "Time to first byte",
  definition: "headers − sent",
  layers: ["wire"],
  measure({ sentAt, headersAt }) {
    if (sentAt === undefined || headersAt === undefined) return undefined;
    return elapsedMs(sentAt, headersAt);
  },
};

/**
 * Milliseconds from sending the request to the first event of any kind, with or without content.
 *
 * What vLLM and k6 call TTFT: a server that sends an empty first chunk looks fast by it.
 */
export const timeToFirstEvent: Metric = {
  ...TIME_TO_FIRST,
  id: "ttfe",
  label: "Time to first event",
  definition: "first event of any kind − sent",
  layers: ["wire"],
  measure({ sentAt, firstEventAt }) {
    if (sentAt === undefined || firstEventAt === undefined) return undefined;
    return elapsedMs(sentAt, firstEventAt);
  },
};

/**
 * Milliseconds from when the request was due to the first content: text, reasoning or a tool call.
 *
 * From the scheduled time, so that waiting behind other requests counts (no coordinated omission).
 *
 * @see {@link https://docs.nvidia.com/nim/benchmarking/llm/latest/metrics.html} "Time to First
 * Token", which also skips empty first responses.
 */
export const timeToFirstToken: Metric = {
  ...TIME_TO_FIRST,
  id: "ttft",
  label: "Time to first token",
  definition: "first non-empty content, reasoning or tool delta − scheduled",
  measure({ scheduledAt, arrivals }) {
    const [first] = arrivals;
    return first && elapsedMs(scheduledAt, first.at);
  },
};

/**
 * Milliseconds from sending the request to the first content. A diagnostic: under load it hides the
 * time that the request waited in the client.
 */
export const timeToFirstTokenFromSend: Metric = {
  ...TIME_TO_FIRST,
  id: "ttft_send",
  label: "Time to first token from sending",
  definition: "first non-empty content, reasoning or tool delta − sent",
  measure({ sentAt, arrivals }) {
    const [first] = arrivals;
    return first && sentAt !== undefined ? elapsedMs(sentAt, first.at) : undefined;
  },
};

/** Milliseconds from when the request was due to the first text of the answer, after any reasoning. */
export const timeToFirstAnswer: Metric = {
  ...TIME_TO_FIRST,
  id: "ttfa",
  label: "Time to first answer text",
  definition: "first answer text − scheduled",
  measure({ scheduledAt, parts }) {
    const first = parts.find(({ kind }) => kind === "text");
    return first && elapsedMs(scheduledAt, first.at);
  },
};

/**
 * Milliseconds from the first arrival of content to the second. Large if a server sends its first token
 * early to look fast. Content that came with the first is not the second.
 */
export const timeToSecondToken: Metric = {
  ...TIME_TO_FIRST,
  id: "ttst",
  label: "Time to second token",
  errorFrom: "gap",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 5 },
  definition: "second read or flush with content − first",
  measure(timing) {
    return gapsMs(timing)[0];
  },
};
