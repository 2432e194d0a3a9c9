import type { Instant } from "../clock/index.ts";
import type { StreamEvent } from "./stream-event.ts";

/**
 * One stream with the times of every layer that it went through, all by one clock. Metrics are functions of traces.
 *
 * A time is `undefined` if the layer was absent, or the stream ended before it.
 */
export interface Trace {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  /** When the request should have been sent. Under closed-loop load, when it was picked up. */
  readonly scheduledAt: Instant;
  /** When a worker picked it up. */
  readonly pickedUpAt: Instant | undefined;
  /** When the request was written to the platform's socket, as precisely as the platform reports it. */
  readonly sentAt: Instant | undefined;
  /** When the answer's headers had arrived. */
  readonly headersAt: Instant | undefined;
  /** Every socket read. With TLS or compression: every chunk of the decoded body. */
  readonly reads: readonly TracedRead[];
  readonly events: readonly TracedEvent[];
  /** Every release of text by a buffering strategy; empty if there is none. */
  readonly flushes: readonly TracedFlush[];
  /** Every paint that showed more text; empty without a view. */
  readonly paints: readonly TracedPaint[];
}

/** One read from the socket. */
export interface TracedRead {
  readonly at: Instant;
  readonly sizeBytes: number;
}

/** One event, and the read that carried it. */
export interface TracedEvent {
  readonly event: StreamEvent;
  /** The index of the read that carried it; `undefined` for events that no read carried. */
  readonly read: number | undefined;
}

/** One release of text by a buffering strategy. */
export interface TracedFlush {
  readonly at: Instant;
  readonly lengthChars: number;
}

/** One paint of a view. */
export interface TracedPaint {
  readonly at: Instant;
  /** Characters of the answer that were visible after it. */
  readonly visibleChars: number;
}

/** Records the times of a stream; `trace` can be called at any time. */
export interface TraceRecorder {
  pickedUp(at: Instant): void;
  sent(at: Instant): void;
  headers(at: Instant): void;
  /** @returns The read's index, for {@link TraceRecorder.event}. */
  read(at: Instant, sizeBytes: number): number;
  event(event: StreamEvent, read: number | undefined): void;
  flush(at: Instant, lengthChars: number): void;
  paint(at: Instant, visibleChars: number): void;
  trace(): Trace;
}

/**
 * Returns an empty {@link TraceRecorder}.
 *
 * Cost: O(1) a call. It keeps everything, about 100 bytes for each event.
 *
 * @example
 * ```ts
 * const recorder = traceRecorder({ id: "a", scheduledAt: instant(0) });
 * recorder.sent(instant(2));
 * recorder.trace().sentAt; // 2
 * ```
 */
export function traceRecorder({
  id,
  scheduledAt,
}: {
  readonly id: string;
  readonly scheduledAt: Instant;
}): TraceRecorder {
  const stamps: { pickedUpAt?: Instant; sentAt?: Instant; headersAt?: Instant } = {};
  const reads: TracedRead[] = [];
  const events: TracedEvent[] = [];
  const flushes: TracedFlush[] = [];
  const paints: TracedPaint[] = [];
  let provider = "";
  let model = "";

  return {
    pickedUp(at) {
      stamps.pickedUpAt ??= at;
    },
    // The last attempt is the one that answers, so its times replace those of a failed one.
    sent(at) {
      stamps.sentAt = at;
    },
    headers(at) {
      stamps.headersAt = at;
    },
    read: (at, sizeBytes) => reads.push({ at, sizeBytes }) - 1,
    event(event, read) {
      if (event.type === "stream-start") ({ provider, model } = event);
      events.push({ event, read });
    },
    flush(at, lengthChars) {
      flushes.push({ at, lengthChars });
    },
    paint(at, visibleChars) {
      paints.push({ at, visibleChars });
    },
    trace: () => ({
      id,
      provider,
      model,
      scheduledAt,
      pickedUpAt: stamps.pickedUpAt,
      sentAt: stamps.sentAt,
      headersAt: stamps.headersAt,
      reads: [...reads],
      events: [...events],
      flushes: [...flushes],
      paints: [...paints],
    }),
  };
}
