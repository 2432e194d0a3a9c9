import type { Trace } from "../events/index.ts";
import { traceBundle } from "../protocols/index.ts";
import type { KernelSession } from "./kernel-session.ts";
import { liveDisplayIn } from "./live-display.ts";
import { thisKernel } from "./this-kernel.ts";

/**
 * Shows a recorded stream in the current cell: a timeline of its layers, from the request to the buffer, with replay.
 *
 * @throws {TypeError} Outside a notebook kernel, or if it is not a trace.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * const outside = await showTrace(trace).catch((error) => error.name);
 * outside; // "TypeError"
 * ```
 */
export async function showTrace(trace: Trace): Promise<void> {
  await showTraceIn(thisKernel(), trace);
}

export async function showTraceIn(session: KernelSession, trace: Trace): Promise<void> {
  // Notebooks are not type-checked before they run.
  if (!Array.isArray(Object(trace).events) || !Array.isArray(Object(trace).reads)) {
    throw new TypeError(
      `Cannot show a timeline as it must be a trace, from traceRecorder() or readTraces(): current value is ${JSON.stringify(trace)?.slice(0, 80)}`,
    );
  }
  await liveDisplayIn(session, traceBundle(trace));
}
