import { type Cancel, type Clock, elapsedMs } from "../../clock/index.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import type { Speaker } from "../answer/spoken-audio.ts";
import { playTokens } from "../delivery/play-tokens.ts";
import { knownTokens } from "../delivery/token-queue.ts";
import type { StreamChunk, StreamKind } from "./stream-chunk.ts";
import { type ChunkPayload, streamEncoder } from "./stream-encoder.ts";
import type { ChunkSize } from "./token-chunker.ts";

export interface StreamPlayback {
  readonly clock: Clock;
  readonly streamId: string;
  readonly kind: StreamKind;
  /** The model's name as requested. */
  readonly model: string;
  readonly size: ChunkSize;
  readonly speaker?: Speaker | undefined;
  onChunk(chunk: StreamChunk): void;
  /** Called once, unless the stream was cancelled. A fault of the scenario can end it early. */
  onEnd(status: "completed" | "failed"): void;
}

/**
 * Plays an answer in real time: a chunk is emitted when its last token is due. Faults that end an answer end the
 * stream; network faults have no effect, as there is no network.
 *
 * @returns Stops the stream.
 */
export function playStream(answer: SimulatedAnswer, playback: StreamPlayback): Cancel {
  const { clock, streamId, kind, model, size, speaker } = playback;
  const startedAt = clock.now();
  const about = { streamId, kind, model, startedAtWallMs: clock.wallMs() };
  const encoder = streamEncoder(answer, { ...about, speaker });
  const ending = answer.faults.find((fault) => fault.kind === "cut" || fault.kind === "error");
  const tokens =
    ending !== undefined && "after" in ending
      ? answer.tokens.slice(0, ending.after)
      : answer.tokens;
  let held: SimulatedToken[] = [];
  let index = 0;
  let isStarted = false;
  let latestMs: number | undefined;

  function emit(payload: ChunkPayload | undefined, count: number): void {
    if (payload === undefined) return;
    const atMs = elapsedMs(startedAt, clock.now());
    playback.onChunk({ ...about, index: index++, atMs, tokens: count, ...payload });
  }

  function start(): void {
    if (!isStarted) emit(encoder.start(), 0);
    isStarted = true;
  }

  function release(): void {
    if (held.length === 0) return;
    const released = held;
    held = [];
    const nowMs = elapsedMs(startedAt, clock.now());
    if (latestMs !== undefined) size.observe(nowMs - latestMs);
    latestMs = nowMs;
    start();
    emit(encoder.chunk(released), released.length);
  }

  return playTokens(knownTokens(tokens), {
    clock,
    receivedAt: startedAt,
    notBefore: () => startedAt,
    send(token) {
      const [first] = held;
      if (first !== undefined && partOf(first) !== partOf(token)) release();
      held.push(token);
      if (held.length >= size.tokens) release();
      return true;
    },
    writable: () => Promise.resolve(),
    done() {
      release();
      start();
      if (ending === undefined) emit(encoder.end(tokens.length), 0);
      playback.onEnd(ending === undefined ? "completed" : "failed");
    },
  });
}

function partOf({ part }: SimulatedToken): string {
  return part.kind === "tool-call" ? `${part.kind} ${part.call}` : part.kind;
}
