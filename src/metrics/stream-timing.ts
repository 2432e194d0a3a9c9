import { elapsedMs, type Instant } from "../clock/index.ts";
import type { EndReason, Trace, Usage } from "../events/index.ts";
import { type ContentPart, tokenShares } from "./token-shares.ts";

/** All layers, in the order of the stream. */
export const layers = ["wire", "flush"] as const;

/** Point at which a stream is measured: reads of the socket, or flushes of the buffer. */
export type Layer = (typeof layers)[number];

/** Content that arrived at one instant. */
export interface Arrival extends ContentPart {
  readonly at: Instant;
  /** How many tokens it carried; a fraction if only the total of the answer is known. */
  readonly tokens: number;
}

/** One stream at one layer: the argument of metrics. */
export interface StreamTiming {
  readonly layer: Layer;
  readonly scheduledAt: Instant;
  readonly sentAt: Instant | undefined;
  readonly headersAt: Instant | undefined;
  /** Of the first event of any kind that a read carried. */
  readonly firstEventAt: Instant | undefined;
  /** Deltas or flushes with content, in order. */
  readonly parts: readonly Arrival[];
  /** The same, merged if they arrived together: the deltas of one read, or flushes within a millisecond. */
  readonly arrivals: readonly Arrival[];
  /** The parts at the wire, which later layers are measured against. */
  readonly wire: readonly Arrival[];
  /** All content of the first read that had any. */
  readonly firstRead: Arrival | undefined;
  /** The sender's gap before each part but the first; `undefined` if the sender's timestamps are unknown. */
  readonly sentGapsMs: readonly number[] | undefined;
  readonly endedAt: Instant | undefined;
  readonly end: EndReason | undefined;
  /** Tokens of the whole answer: from the provider's usage, a tokenizer, or the number of deltas. */
  readonly outputTokens: number | undefined;
  /** Tokens of the content that was received: without hidden reasoning. */
  readonly visibleTokens: number | undefined;
  readonly tokensSource: Usage["source"] | undefined;
}

/** Timestamps of the sender, which a trace does not contain. */
export interface SenderStamps {
  /** When the sender sent each token, in milliseconds on its clock. */
  readonly sentMs?: readonly number[] | undefined;
}

/**
 * Returns the timing of a stream at a layer.
 *
 * At the wire an event's time is that of the socket read that carried it. At the flush layer each flush
 * carries the tokens of the characters that it shows; reasoning and tools are not buffered, so they
 * are as at the wire. Cost: O(events).
 *
 * @param sender Used if there is one timestamp for each delta.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * timingAt(trace, "wire").arrivals; // []
 * ```
 */
export function timingAt(trace: Trace, layer: Layer, sender: SenderStamps = {}): StreamTiming {
  const usage = lastUsage(trace);
  const parts = wireParts(trace);
  const { tokens, visibleTokens } = tokenShares(parts, usage);
  const wire = parts.map((part, index): Arrival => ({ ...part, tokens: tokens[index] ?? 0 }));
  const atLayer = layer === "wire" ? wire : withFlushes(trace, wire);
  return {
    layer,
    scheduledAt: trace.scheduledAt,
    sentAt: trace.sentAt,
    headersAt: trace.headersAt,
    firstEventAt: trace.events.find(({ read }) => read !== undefined)?.event.at,
    parts: atLayer,
    arrivals: togetherAt(layer, atLayer),
    wire,
    firstRead: togetherAt("wire", wire)[0],
    sentGapsMs: sentGaps(sender, wire.length),
    visibleTokens,
    ...countOf(usage, wire.length),
    ...endOf(trace),
  };
}

/**
 * The text of one read goes through a buffer delta by delta, some µs apart: flushes closer together than this are one
 * arrival.
 */
const SAME_FLUSH_MS = 1;

/** Merges parts that arrived together; the result has the kind of the first. */
function togetherAt(layer: Layer, parts: readonly Arrival[]): readonly Arrival[] {
  const withinMs = layer === "flush" ? SAME_FLUSH_MS : 0;
  const together: Arrival[] = [];
  for (const part of parts) {
    const before = together.at(-1);
    const gapMs = before === undefined ? Infinity : elapsedMs(before.at, part.at);
    if (before === undefined || (gapMs !== 0 && gapMs >= withinMs)) {
      together.push(part);
      continue;
    }
    const lengthChars = before.lengthChars + part.lengthChars;
    const tokens = before.tokens + part.tokens;
    together[together.length - 1] = { ...before, lengthChars, tokens };
  }
  return together;
}

/** A total of 0 despite content is not a count. */
function countOf(usage: Usage | undefined, parts: number) {
  const total = usage?.outputTokens.total;
  if (usage !== undefined && total !== undefined && !(total === 0 && parts > 0)) {
    return { outputTokens: total, tokensSource: usage.source };
  }
  return parts === 0
    ? { outputTokens: undefined, tokensSource: undefined }
    : { outputTokens: parts, tokensSource: "estimated" as const };
}

function endOf({ events }: Trace) {
  const last = events.at(-1)?.event;
  return last?.type === "stream-end"
    ? { endedAt: last.at, end: last.reason }
    : { endedAt: undefined, end: undefined };
}

type TimedPart = Omit<Arrival, "tokens">;

function wireParts({ events }: Trace): TimedPart[] {
  return events.flatMap(({ event }): TimedPart[] => {
    switch (event.type) {
      case "text-delta":
        return partOf(event.at, "text", event.text);
      case "reasoning-delta":
        return partOf(event.at, "reasoning", event.text);
      case "tool-call-delta":
        return partOf(event.at, "tool", event.text);
      default:
        return [];
    }
  });
}

function partOf(at: Instant, kind: ContentPart["kind"], text: string): TimedPart[] {
  return text === "" ? [] : [{ at, kind, lengthChars: text.length }];
}

function withFlushes({ flushes }: Trace, wire: readonly Arrival[]): readonly Arrival[] {
  const text = wire.filter(({ kind }) => kind === "text");
  let index = 0;
  let usedChars = 0;

  /** Tokens of the next characters of the text. */
  function take(lengthChars: number): number {
    let leftChars = lengthChars;
    let tokens = 0;
    for (let part = text[index]; part !== undefined && leftChars > 0; part = text[index]) {
      const takenChars = Math.min(leftChars, part.lengthChars - usedChars);
      tokens += (part.tokens * takenChars) / part.lengthChars;
      leftChars -= takenChars;
      usedChars += takenChars;
      if (usedChars < part.lengthChars) break;
      index++;
      usedChars = 0;
    }
    return tokens;
  }

  const shown = flushes.map(({ at, lengthChars }): Arrival => {
    return { at, kind: "text", lengthChars, tokens: take(lengthChars) };
  });
  const unbuffered = wire.filter(({ kind }) => kind !== "text");
  return [...unbuffered, ...shown].toSorted((a, b) => a.at - b.at);
}

function sentGaps({ sentMs = [] }: SenderStamps, parts: number): readonly number[] | undefined {
  if (sentMs.length !== parts || parts === 0) return undefined;
  return sentMs.slice(1).map((ms, index) => ms - (sentMs[index] ?? ms));
}

function lastUsage({ events }: Trace): Usage | undefined {
  const found = events.findLast(({ event }) => event.type === "usage")?.event;
  return found?.type === "usage" ? found : undefined;
}
