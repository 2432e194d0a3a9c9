import { answerCollector, type Trace, writeTrace } from "../events/index.ts";
import { elapsedMs } from "../clock/index.ts";
import { escapeHtml, printable } from "../text/index.ts";

import type { MimeBundle } from "./stream-bundle.ts";
import { endRemark } from "./stream-html.ts";

/** A recorded stream in a notebook; as a file's content, one in each line. */
export const TRACE_MIME_TYPE = "application/vnd.millrace.trace.v1+json";

/**
 * Returns what a notebook stores of a recorded stream: the trace for Millrace's timeline, and for other front ends a
 * summary and the answer, as text and as HTML without links, styles and scripts.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * traceBundle(trace)["text/plain"]; // "Recorded stream · 0 reads · 0 events"
 * ```
 */
export function traceBundle(trace: Trace): MimeBundle {
  const collector = answerCollector();
  for (const { event } of trace.events) collector.add(event);
  const { text, end } = collector.collected();
  const parts = [summaryOf(trace), text, end && endRemark(end)].flatMap((part) =>
    part === undefined || part === "" ? [] : [printable(part)],
  );
  // No empty line, where `nbconvert --to markdown` would end the HTML.
  const html = parts.map((part) => `<pre>${escapeHtml(part).replaceAll("\n", "&#10;")}</pre>`);
  return {
    [TRACE_MIME_TYPE]: JSON.parse(writeTrace(trace)),
    "text/html": `<div class="millrace-trace tex2jax_ignore mathjax_ignore">${html.join("")}</div>`,
    "text/plain": parts.join("\n\n"),
  };
}

function summaryOf(trace: Trace): string {
  const { scheduledAt, events, reads, model } = trace;
  const first = events.find(({ event }) => event.type.endsWith("-delta"))?.event;
  return [
    "Recorded stream",
    ...(model === "" ? [] : [model.replaceAll(/\s+/gu, " ")]),
    ...(first === undefined
      ? []
      : [`first token after ${Math.round(elapsedMs(scheduledAt, first.at))} ms`]),
    `${reads.length} reads`,
    `${events.length} events`,
  ].join(" · ");
}
