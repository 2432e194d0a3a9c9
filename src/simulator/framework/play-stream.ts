import { type Cancel, type Clock, elapsedMs } from "../../clock/index.ts";
import { playTokens } from "../delivery/play-tokens.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import type { Speaker } from "../answer/spoken-audio.ts";
import { knownTokens } from "../delivery/token-queue.ts";
import { deltaGenerator } from "./delta-generator.ts";
import type { StreamChunk, StreamDelta, StreamKind } from "./stream-chunk.ts";
import type { ChunkSize } from "./token-chunker.ts";

/** What becomes of an answer that is played. */
export interface StreamPlayer {
  readonly clock: Clock;
  readonly streamId: string;
  /** As it was asked for. */
  readonly model: string;
  readonly size: ChunkSize;
  readonly speaker?: Speaker | undefined;
  onChunk(chunk: StreamChunk): void;
  /** Is called once, unless it was cancelled. A fault of the scenario may end it early. */
  onEnd(how: "completed" | "failed"): void;
}

/**
 * Plays an answer from now on: each chunk comes when its last token is due. Faults that end an answer end the
 * stream; those of the wire do not show, as there is none.
 *
 * @returns What stops it at once.
 */
export function playStream(
  kind: StreamKind,
  answer: SimulatedAnswer,
  player: StreamPlayer,
): Cancel {
  const { clock, streamId, model, size } = player;
  const startedAt = clock.now();
  const startedAtWallMs = clock.wallMs();
  const generator = deltaGenerator(kind, answer, player.speaker);
  const ending = answer.faults.find((fault) => fault.kind === "cut" || fault.kind === "error");
  const tokens =
    ending !== undefined && "after" in ending
      ? answer.tokens.slice(0, ending.after)
      : answer.tokens;
  let held: SimulatedToken[] = [];
  let index = 0;
  let latestMs: number | undefined;

  function emit(delta: StreamDelta | undefined, count: number): void {
    if (delta === undefined) return;
    const atMs = elapsedMs(startedAt, clock.now());
    const about = { streamId, kind, model, startedAtWallMs };
    player.onChunk({ ...about, index: index++, atMs, tokens: count, delta });
  }

  function begin(): void {
    if (index === 0) emit(generator.start(), 0);
  }

  function release(): void {
    if (held.length === 0) return;
    const released = held;
    held = [];
    const nowMs = elapsedMs(startedAt, clock.now());
    if (latestMs !== undefined) size.observe(nowMs - latestMs);
    latestMs = nowMs;
    begin();
    emit(generator.delta(released), released.length);
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
      begin();
      if (ending === undefined) emit(generator.end(tokens.length), 0);
      player.onEnd(ending === undefined ? "completed" : "failed");
    },
  });
}

function partOf({ part }: SimulatedToken): string {
  return part.kind === "tool-call" ? `${part.kind} ${part.call}` : part.kind;
}
