import { elapsedMs, type Instant } from "../clock/index.ts";
import type { EndReason, Trace, Usage } from "../events/index.ts";
import { type Piece, tokenShares } from "./token-shares.ts";

/** Where a stream can be looked at: at what the socket brought, or at what the buffer let through. */
export type Layer = "wire" | "flush";

/** All layers, in the order in which text goes through them. */
export const layers: readonly Layer[] = ["wire", "flush"];

/** Content that came at one instant. */
export interface Arrival extends Piece {
  readonly at: Instant;
  /** How many tokens it carried; a fraction if only the total of the answer is known. */
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
  /** Deltas or flushes with content, in order. */
  readonly pieces: readonly Arrival[];
  /** The same, with those that came at once made one: the deltas of one read, or flushes within a millisecond. */
  readonly arrivals: readonly Arrival[];
  /** The pieces at the wire, which later layers are measured against. */
  readonly wire: readonly Arrival[];
  /** All content of the first read that had any. */
  readonly firstRead: Arrival | undefined;
  /** The sender's gap before each piece but the first; `undefined` if the sender's stamps are unknown. */
  readonly sentGapsMs: readonly number[] | undefined;
  readonly endedAt: Instant | undefined;
  readonly end: EndReason | undefined;
  /** Tokens of the whole answer: by the provider's usage, else a tokenizer, else the deltas. */
  readonly outputTokens: number | undefined;
  /** Of these, the tokens of content that was received: without reasoning that was not shown. */
  readonly visibleTokens: number | undefined;
  readonly tokensSource: Usage["source"] | undefined;
}

/** What is known of a stream besides its trace. */
export interface SenderStamps {
  /** When the sender sent each token, in milliseconds by its own clock. */
  readonly sentMs?: readonly number[] | undefined;
}

/**
 * A stream as seen at a layer.
 *
 * At the wire an event's time is that of the socket read that carried it. At the flush layer each flush
 * carries the tokens of the characters that it shows; reasoning and tools are not buffered, so they
 * are as at the wire. Cost: O(events).
 *
 * @param sender Its stamps are used if there is one for each delta.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * timingAt(trace, "wire").arrivals; // []
 * ```
 */
export function timingAt(trace: Trace, layer: Layer, sender: SenderStamps = {}): StreamTiming {
  const usage = lastUsage(trace);
  const pieces = wirePieces(trace);
  const { tokens, visibleTokens } = tokenShares(pieces, usage);
  const wire = pieces.map((piece, index): Arrival => ({ ...piece, tokens: tokens[index] ?? 0 }));
  const atLayer = layer === "wire" ? wire : withFlushes(trace, wire);
  return {
    layer,
    scheduledAt: trace.scheduledAt,
    sentAt: trace.sentAt,
    headersAt: trace.headersAt,
    firstEventAt: trace.events.find(({ read }) => read !== undefined)?.event.at,
    pieces: atLayer,
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
 * Text of one read goes through a buffer delta by delta, some µs apart: at the flush layer what is nearer
 * than this came at once.
 */
const SAME_FLUSH_MS = 1;

/** Pieces with those that came at once made one, which has the kind of the first. */
function togetherAt(layer: Layer, pieces: readonly Arrival[]): readonly Arrival[] {
  const withinMs = layer === "flush" ? SAME_FLUSH_MS : 0;
  const together: Arrival[] = [];
  for (const piece of pieces) {
    const before = together.at(-1);
    if (before === undefined || !isTogether(elapsedMs(before.at, piece.at), withinMs)) {
      together.push(piece);
      continue;
    }
    const lengthChars = before.lengthChars + piece.lengthChars;
    together[together.length - 1] = {
      ...before,
      lengthChars,
      tokens: before.tokens + piece.tokens,
    };
  }
  return together;
}

function isTogether(gapMs: number, withinMs: number): boolean {
  return gapMs === 0 || gapMs < withinMs;
}

/** A total of 0 beside content is not a count of it. */
function countOf(usage: Usage | undefined, pieces: number) {
  const total = usage?.outputTokens.total;
  if (usage !== undefined && total !== undefined && !(total === 0 && pieces > 0)) {
    return { outputTokens: total, tokensSource: usage.source };
  }
  return pieces === 0
    ? { outputTokens: undefined, tokensSource: undefined }
    : { outputTokens: pieces, tokensSource: "estimated" as const };
}

function endOf({ events }: Trace) {
  const last = events.at(-1)?.event;
  return last?.type === "stream-end"
    ? { endedAt: last.at, end: last.reason }
    : { endedAt: undefined, end: undefined };
}

type TimedPiece = Omit<Arrival, "tokens">;

function wirePieces({ events }: Trace): TimedPiece[] {
  return events.flatMap(({ event }): TimedPiece[] => {
    switch (event.type) {
      case "text-delta":
        return pieceOf(event.at, "text", event.text);
      case "reasoning-delta":
        return pieceOf(event.at, "reasoning", event.text);
      case "tool-call-delta":
        return pieceOf(event.at, "tool", event.text);
      default:
        return [];
    }
  });
}

function pieceOf(at: Instant, kind: Piece["kind"], text: string): TimedPiece[] {
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
    for (let piece = text[index]; piece !== undefined && leftChars > 0; piece = text[index]) {
      const takenChars = Math.min(leftChars, piece.lengthChars - usedChars);
      tokens += (piece.tokens * takenChars) / piece.lengthChars;
      leftChars -= takenChars;
      usedChars += takenChars;
      if (usedChars < piece.lengthChars) break;
      index++;
      usedChars = 0;
    }
    return tokens;
  }

  const shown = flushes.map(({ at, lengthChars }): Arrival => ({
    at,
    kind: "text",
    lengthChars,
    tokens: take(lengthChars),
  }));
  const unbuffered = wire.filter(({ kind }) => kind !== "text");
  return [...unbuffered, ...shown].toSorted((a, b) => a.at - b.at);
}

function sentGaps({ sentMs = [] }: SenderStamps, pieces: number): readonly number[] | undefined {
  if (sentMs.length !== pieces || pieces === 0) return undefined;
  return sentMs.slice(1).map((ms, index) => ms - (sentMs[index] ?? ms));
}

function lastUsage({ events }: Trace): Usage | undefined {
  const found = events.findLast(({ event }) => event.type === "usage")?.event;
  return found?.type === "usage" ? found : undefined;
}
