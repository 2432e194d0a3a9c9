import { collect, type Trace, traceRecorder } from "../events/index.ts";
import { type AskOptions, stream } from "../lifecycle/index.ts";
import { traceBundle } from "../protocols/index.ts";
import { valueText } from "../text/index.ts";
import { checkOptions } from "./checked-options.ts";
import type { KernelSession } from "./kernel-session.ts";
import { liveDisplayIn } from "./live-display.ts";
import { type Prompt, secretsFor } from "./show.ts";
import { thisKernel } from "./this-kernel.ts";
import { traceWithoutSecrets } from "./without-secrets.ts";

/**
 * Shows a recorded stream in the current cell: a timeline of its layers, from the request to the buffer, with replay.
 *
 * @param source A trace; or a prompt, whose answer is recorded first.
 * @param options For a prompt, those of `stream`.
 * @throws {TypeError} Outside a notebook kernel, when the source is neither, or when `stream` does.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * const outside = await showTrace(trace).catch((error) => error.name);
 * outside; // "TypeError"
 * ```
 */
export async function showTrace(source: Trace | Prompt, options: AskOptions = {}): Promise<void> {
  await showTraceIn(thisKernel(), source, options);
}

export async function showTraceIn(
  session: KernelSession,
  source: Trace | Prompt,
  options: AskOptions = {},
): Promise<void> {
  if (typeof source !== "string" && !isMessages(source)) {
    const clean = traceWithoutSecrets(requireTrace(source), session.secrets());
    await liveDisplayIn(session, traceBundle(clean));
    return;
  }
  checkOptions(options);
  const recorder = traceRecorder({ id: "recorded", scheduledAt: session.clock.now() });
  const answer = stream(source, { ...options, trace: recorder });
  const unlisten = session.onInterrupt(() => answer.stop("the kernel was interrupted"));
  try {
    const display = await liveDisplayIn(session, { "text/plain": "Recording the answer" });
    await collect(answer);
    const secrets = secretsFor(session, options);
    await display.finish(traceBundle(traceWithoutSecrets(recorder.trace(), secrets())));
  } finally {
    unlisten();
  }
}

function isMessages(source: Trace | Exclude<Prompt, string>): source is Exclude<Prompt, string> {
  return Array.isArray(source);
}

/** Notebooks are not type-checked before they run. */
function requireTrace(trace: Trace): Trace {
  const { events, reads } = Object(trace);
  if (Array.isArray(events) && Array.isArray(reads)) return trace;
  throw new TypeError(
    `Cannot show a timeline as it must be a trace or a prompt: current value is ${valueText(trace)}`,
  );
}
