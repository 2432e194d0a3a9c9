import type { Instant } from "../clock/index.ts";
import type { EndReason, Trace, Usage } from "../events/index.ts";

/** Where a stream can be looked at: at what the socket brought, or at what the buffer let through. */
export type Layer = "wire" | "flush";

/** All layers, in the order in which text goes through them. */
export const layers: readonly Layer[] = ["wire", "flush"];

/** Some content that came at once. */
export interface Arrival {
  readonly at: Instant;
  readonly kind: "text" | "reasoning" | "tool";
  readonly lengthChars: number;
  /** How many tokens it carried, by the number of deltas. */
  readonly tokens: number;
}

/** One stream as seen at one layer: what metrics are functions of. */
export interface StreamTiming {
  readonly layer: Layer;
  readonly scheduledAt: Instant;
  readonly sentAt: Instant | undefined;
  readonly headersAt: Instant | undefined;
  /** Of the first event of any kind that a read carried. */
  readonly firstEventAt: Instant | undefined;
  /** Content, in order. */
  readonly arrivals: readonly Arrival[];
  /** The answer's text at the wire, which a buffer's delay is measured against. */
  readonly wire: readonly Arrival[];
  readonly endedAt: Instant | undefined;
  readonly end: EndReason | undefined;
  /** Tokens of the whole answer: by the provider's usage, else a tokenizer, else the deltas. */
  readonly outputTokens: number | undefined;
  readonly tokensSource: Usage["source"] | undefined;
}

/**
 * A stream as seen at a layer.
 *
 * At the wire an event's time is that of the socket read that carried it. At the flush layer a token
 * belongs to the flush that shows its last character; reasoning and tools are not buffered, so they
 * are as at the wire. Cost: O(events).
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * timingAt(trace, "wire").arrivals; // []
 * ```
 */
export function timingAt(trace: Trace, layer: Layer): StreamTiming {
  const all = wireArrivals(trace);
  const text = all.filter(({ kind }) => kind === "text");
  return {
    layer,
    scheduledAt: trace.scheduledAt,
    sentAt: trace.sentAt,
    headersAt: trace.headersAt,
    firstEventAt: trace.events.find(({ read }) => read !== undefined)?.event.at,
    arrivals: layer === "wire" ? all : withFlushes(trace, text, all),
    wire: text,
    ...tokensOf(trace, all),
    ...endOf(trace),
  };
}

function tokensOf(trace: Trace, all: readonly Arrival[]) {
  const usage = lastUsage(trace);
  if (usage?.outputTokens.total !== undefined) {
    return { outputTokens: usage.outputTokens.total, tokensSource: usage.source };
  }
  return all.length === 0
    ? { outputTokens: undefined, tokensSource: undefined }
    : { outputTokens: all.length, tokensSource: "estimated" as const };
}

function endOf({ events }: Trace) {
  const last = events.at(-1)?.event;
  return last?.type === "stream-end"
    ? { endedAt: last.at, end: last.reason }
    : { endedAt: undefined, end: undefined };
}

function wireArrivals({ events }: Trace): Arrival[] {
  return events.flatMap(({ event }): Arrival[] => {
    switch (event.type) {
      case "text-delta":
        return arrival(event.at, "text", event.text);
      case "reasoning-delta":
        return arrival(event.at, "reasoning", event.text);
      case "tool-call-delta":
        return arrival(event.at, "tool", event.text);
      default:
        return [];
    }
  });
}

function arrival(at: Instant, kind: Arrival["kind"], text: string): Arrival[] {
  return text === "" ? [] : [{ at, kind, lengthChars: text.length, tokens: 1 }];
}

function withFlushes({ flushes }: Trace, text: readonly Arrival[], all: readonly Arrival[]) {
  const shown = flushes.map(({ at, lengthChars }): Arrival & { tokens: number } => ({
    at,
    kind: "text",
    lengthChars,
    tokens: 0,
  }));
  let shownChars = 0;
  let arrivedChars = 0;
  let next = 0;
  const counted = shown.map((flush) => {
    shownChars += flush.lengthChars;
    let tokens = 0;
    for (let token = text[next]; token !== undefined; token = text[next]) {
      if (arrivedChars + token.lengthChars > shownChars) break;
      arrivedChars += token.lengthChars;
      tokens++;
      next++;
    }
    return { ...flush, tokens };
  });
  const unbuffered = all.filter(({ kind }) => kind !== "text");
  return [...unbuffered, ...counted].toSorted((a, b) => a.at - b.at);
}

function lastUsage({ events }: Trace): Usage | undefined {
  const found = events.findLast(({ event }) => event.type === "usage")?.event;
  return found?.type === "usage" ? found : undefined;
}
