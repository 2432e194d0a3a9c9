import { POSITIVE_OR_INFINITE, requireNumbers } from "../../stats/index.ts";
import { elapsedMs, type Instant, instantAfter, sleepUntil } from "../../clock/index.ts";
import {
  type EndReason,
  StreamError,
  type StreamEventBody,
  type Trace,
} from "../../events/index.ts";
import type { Provider, ProviderRead } from "../provider.ts";

/** Options of a replay. */
export interface ReplayOptions {
  /** Speed factor; `Infinity` replays without waiting. @defaultValue `1` */
  readonly speed?: number | undefined;
}

/**
 * A provider that responds to every request with a recorded stream, read by read at the recorded times.
 *
 * Failed attempts and estimates, which the session added to the trace, are left out: the replaying session adds its own.
 * A failed trace fails again; an aborted one is `truncated`.
 *
 * @throws {RangeError} When `speed` is not positive.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * replayTrace(trace, { speed: Infinity }).id; // "replay"
 * ```
 */
export function replayTrace(trace: Trace, { speed = 1 }: ReplayOptions = {}): Provider {
  requireNumbers("replay", { speed }, POSITIVE_OR_INFINITE);
  const origin = trace.sentAt ?? trace.scheduledAt;
  const reads = recordedReads(trace);
  const end = recordedEnd(trace);

  return {
    id: "replay",
    capabilities: {
      resume: "continuation",
      usage: "always",
      tools: "deltas",
      reasoning: "text",
      images: false,
      seed: true,
    },
    async *stream(_request, { clock, signal, number, onStage }) {
      const startedAt = clock.now();
      const due = (at: Instant) =>
        instantAfter(startedAt, Math.max(0, elapsedMs(origin, at)) / speed);
      onStage("sent", startedAt);
      if (trace.headersAt !== undefined) {
        await sleepUntil(clock, due(trace.headersAt), signal);
        onStage("headers", clock.now());
      }
      for (const { at, sizeBytes, events } of reads) {
        await sleepUntil(clock, due(at), signal);
        yield {
          at: clock.now(),
          sizeBytes,
          events: events.map((event) =>
            event.type === "stream-start" ? { ...event, attempt: number } : event,
          ),
        };
      }
      await sleepUntil(clock, due(end.at), signal);
      if (end.reason.kind === "failed") throw new StreamError(end.reason.failure);
      yield {
        at: clock.now(),
        sizeBytes: 0,
        events: [{ type: "stream-end", reason: end.reason }],
      };
    },
  };
}

function recordedReads(trace: Trace): ProviderRead[] {
  const carried: StreamEventBody[][] = trace.reads.map(() => []);
  for (const { event, read } of trace.events) {
    if (read === undefined || event.type === "stream-end") continue;
    const { at: _at, seq: _seq, ...body } = event;
    carried[read]?.push(body);
  }
  return trace.reads.map((read, index) => ({ ...read, events: carried[index] ?? [] }));
}

function recordedEnd(trace: Trace): { readonly at: Instant; readonly reason: EndReason } {
  const last = trace.events.at(-1)?.event;
  const at = last?.at ?? trace.scheduledAt;
  if (last?.type !== "stream-end" || last.reason.kind === "aborted") {
    return { at, reason: { kind: "truncated", raw: undefined } };
  }
  return { at, reason: last.reason };
}
