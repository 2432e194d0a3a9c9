import { type Instant, instant } from "../../src/clock/index.ts";
import { type StreamEventBody, type Trace, traceRecorder } from "../../src/events/index.ts";

/** A made-up stream, in milliseconds from when it was due. */
export interface MadeStream {
  /** When each one-token chunk of text came, and what it said. */
  readonly chunks: readonly (readonly [atMs: number, text: string])[];
  /** When the buffer let how much through. */
  readonly flushes?: readonly (readonly [atMs: number, lengthChars: number])[];
  /** When the provider's first event without content came. */
  readonly roleMs?: number;
  readonly sentMs?: number;
  readonly headersMs?: number;
  readonly outputTokens?: number;
  /** Where the clock's origin lies. */
  readonly originMs?: number;
}

export function madeTrace(made: MadeStream): Trace {
  const { chunks, flushes = [], originMs = 0, sentMs = 0 } = made;
  const at = (ms: number): Instant => instant(originMs + ms);
  const recorder = traceRecorder({ id: "made", scheduledAt: at(0) });
  let seq = 0;
  const say = (body: StreamEventBody, ms: number, read: number | undefined) =>
    recorder.event({ ...body, at: at(ms), seq: seq++ }, read);

  recorder.pickedUp(at(0));
  recorder.sent(at(sentMs));
  if (made.headersMs !== undefined) recorder.headers(at(made.headersMs));
  const start = { provider: "p", model: "m", attempt: 1, requestId: undefined };
  if (made.roleMs !== undefined) {
    const read = recorder.read(at(made.roleMs), 50);
    say({ type: "stream-start", ...start }, made.roleMs, read);
  }
  for (const [ms, text] of chunks) {
    say({ type: "text-delta", block: "text", text }, ms, recorder.read(at(ms), 50));
  }
  for (const [ms, lengthChars] of flushes) recorder.flush(at(ms), lengthChars);
  const endMs = chunks.at(-1)?.[0] ?? made.roleMs ?? sentMs;
  if (made.outputTokens !== undefined) {
    const outputTokens = { total: made.outputTokens, reasoning: undefined };
    const inputTokens = { total: undefined, cached: undefined };
    say({ type: "usage", inputTokens, outputTokens, source: "provider" }, endMs, undefined);
  }
  say({ type: "stream-end", reason: { kind: "stop", raw: "stop" } }, endMs, undefined);
  return recorder.trace();
}

/** `n` one-token chunks of four characters, the first at `firstMs`, then one each `gapMs`. */
export function evenChunks(n: number, firstMs: number, gapMs: number): [number, string][] {
  return Array.from({ length: n }, (_, index) => [firstMs + index * gapMs, "word"]);
}
