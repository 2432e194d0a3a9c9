import { type Instant, instant } from "../../../src/clock/index.ts";
import { type StreamEventBody, type Trace, traceRecorder } from "../../../src/events/index.ts";

/** A synthetic stream. Times are in milliseconds since it was due. */
export interface MadeStream {
  /** Time and text of each chunk, and its kind if it is not text of the answer. */
  readonly chunks: readonly (readonly [atMs: number, text: string, kind?: "reasoning" | "tool"])[];
  /** Times and lengths of the buffer's releases. */
  readonly flushes?: readonly (readonly [atMs: number, lengthChars: number])[];
  /** Time of the provider's first event without content. */
  readonly roleMs?: number;
  readonly sentMs?: number;
  readonly headersMs?: number;
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
  /** The clock's origin. */
  readonly originMs?: number;
}

export function madeTrace(made: MadeStream): Trace {
  const { chunks, flushes = [], originMs = 0, sentMs = 0, roleMs } = made;
  const at = (ms: number): Instant => instant(originMs + ms);
  const recorder = traceRecorder({ id: "made", scheduledAt: at(0) });
  let seq = 0;
  const say = (body: StreamEventBody, ms: number, read: number | undefined) =>
    recorder.event({ ...body, at: at(ms), seq: seq++ }, read);

  recorder.pickedUp(at(0));
  recorder.sent(at(sentMs));
  recorder.headers(at(made.headersMs ?? roleMs ?? sentMs));
  if (roleMs !== undefined) say(START, roleMs, recorder.read(at(roleMs), 50));
  for (const [ms, text, kind] of chunks) say(deltaOf(text, kind), ms, recorder.read(at(ms), 50));
  for (const [ms, lengthChars] of flushes) recorder.flush(at(ms), lengthChars);

  const endMs = Math.max(sentMs, ...chunks.map(([ms]) => ms));
  if (made.outputTokens !== undefined)
    say(usageOf(made.outputTokens, made.reasoningTokens), endMs, undefined);
  say({ type: "stream-end", reason: { kind: "stop", raw: "stop" } }, endMs, undefined);
  return recorder.trace();
}

const START: StreamEventBody = {
  type: "stream-start",
  provider: "p",
  model: "m",
  attempt: 1,
  requestId: undefined,
};

function deltaOf(text: string, kind: "reasoning" | "tool" | undefined): StreamEventBody {
  switch (kind) {
    case "reasoning":
      return { type: "reasoning-delta", block: "thinking", text };
    case "tool":
      return { type: "tool-call-delta", id: "call", text };
    case undefined:
      return { type: "text-delta", block: "text", text };
  }
}

function usageOf(total: number, reasoning: number | undefined): StreamEventBody {
  return {
    type: "usage",
    inputTokens: { total: undefined, cached: undefined },
    outputTokens: { total, reasoning },
    source: "provider",
  };
}

/** `n` one-token chunks of four characters, the first at `firstMs`, then one every `gapMs`. */
export function evenChunks(n: number, firstMs: number, gapMs: number): [number, string][] {
  return Array.from({ length: n }, (_, index) => [firstMs + index * gapMs, "word"]);
}
