import { type Cancel, type Clock, elapsedMs, instantAfter } from "../../clock/index.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import type { Speaker } from "../answer/spoken-audio.ts";
import { playTokens } from "../delivery/play-tokens.ts";
import { knownTokens } from "../delivery/token-queue.ts";
import { SimulationError } from "../simulation-error.ts";
import { progressTracker, type StreamProgress } from "./progress-tracker.ts";
import { type StreamChunk, type StreamKind, textOfDelta } from "./stream-chunk.ts";
import { isShown, streamEncoder } from "./stream-encoder.ts";
import { type ChunkSize, tokenChunker } from "./token-chunker.ts";

/** State of a stream. */
export type StreamStatus = "running" | "completed" | "failed" | "cancelled" | "timed-out";

/** Status, progress and text of a stream. */
export interface StreamReport {
  readonly id: string;
  readonly kind: StreamKind;
  readonly model: string;
  readonly status: StreamStatus;
  /** In milliseconds since 1970. */
  readonly startedAtWallMs: number;
  /** `undefined` while the stream runs. */
  readonly durationMs: number | undefined;
  readonly metrics: StreamProgress;
  readonly text: string;
}

export type ManagedStream = ReturnType<typeof managedStream>;

export interface PlaybackSettings {
  /** The number of tokens in a chunk. @defaultValue One. */
  readonly size?: ChunkSize | undefined;
  readonly speaker?: Speaker | undefined;
}

interface ManagedStreamOptions extends PlaybackSettings {
  readonly clock: Clock;
  readonly id: string;
  readonly kind: StreamKind;
  readonly model: string;
  /** @defaultValue No timeout. */
  readonly timeoutMs?: number | undefined;
  /** Called once, when the stream is no longer running. */
  onEnd?(): void;
}

/** Starts a stream that ends with its answer, by cancellation or by timeout. */
export function managedStream(answer: SimulatedAnswer, options: ManagedStreamOptions) {
  const { clock, id, kind, model, timeoutMs } = options;
  const startedAt = clock.now();
  const startedAtWallMs = clock.wallMs();
  const chunks: StreamChunk[] = [];
  const shown = answer.tokens.filter(({ part }) => isShown(kind, part));
  const tracker = progressTracker(clock, shown.length);
  let changed = Promise.withResolvers<void>();
  let status: StreamStatus = "running";
  let durationMs: number | undefined;
  let stop: Cancel | undefined;

  const statusNow = () => status;

  function wakeReaders(): void {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  function end(endStatus: Exclude<StreamStatus, "running">): void {
    if (status !== "running") return;
    status = endStatus;
    durationMs = elapsedMs(startedAt, clock.now());
    stop?.();
    stopTimer?.();
    wakeReaders();
    options.onEnd?.();
  }

  /** Each reader starts at the first chunk. */
  async function* read(): AsyncGenerator<StreamChunk, void> {
    for (let next = 0; next < chunks.length || statusNow() === "running";) {
      const chunk = chunks[next];
      if (chunk === undefined) await changed.promise;
      else {
        next++;
        yield chunk;
      }
    }
    const error = errorOf(status, id);
    if (error !== undefined) throw error;
  }

  const stopTimer =
    timeoutMs === undefined
      ? undefined
      : clock.callAt(instantAfter(startedAt, timeoutMs), () => end("timed-out"));
  stop = playStream(answer, options, {
    onChunk(chunk) {
      if (chunk.tokens > 0) tracker.record(chunk.tokens);
      chunks.push(chunk);
      wakeReaders();
    },
    onEnd: end,
  });

  return {
    read,
    get status(): StreamStatus {
      return status;
    },
    get progress() {
      return tracker.progress;
    },
    /** Cost: O(chunks), because it joins the text. */
    report: (): StreamReport => ({
      id,
      kind,
      model,
      status,
      startedAtWallMs,
      durationMs,
      metrics: tracker.progress,
      text: chunks.map(({ delta }) => textOfDelta(delta)).join(""),
    }),
    cancel: () => end("cancelled"),
  };
}

function errorOf(status: StreamStatus, id: string): SimulationError | undefined {
  if (status === "completed") return undefined;
  const reason =
    status === "failed" ? "a fault of the scenario ends the stream" : `the stream is ${status}`;
  return new SimulationError(`Cannot continue as ${reason}: current value is "${id}"`);
}

interface PlaybackEvents {
  onChunk(chunk: StreamChunk): void;
  /** Called once, unless the stream was cancelled. A fault of the scenario can end it early. */
  onEnd(status: "completed" | "failed"): void;
}

/**
 * Plays an answer in real time: a chunk is emitted when its last token is due. Faults that end an answer end the
 * stream; network faults have no effect, as there is no network.
 */
function playStream(
  answer: SimulatedAnswer,
  { clock, id: streamId, kind, model, size = tokenChunker(), speaker }: ManagedStreamOptions,
  { onChunk, onEnd }: PlaybackEvents,
): Cancel {
  const startedAt = clock.now();
  const about = { streamId, kind, model, startedAtWallMs: clock.wallMs() };
  const encoder = streamEncoder(answer, { ...about, speaker });
  const ending = answer.faults.find((fault) => fault.kind === "cut" || fault.kind === "error");
  const tokens = ending === undefined ? answer.tokens : answer.tokens.slice(0, ending.after);
  let held: SimulatedToken[] = [];
  let index = 0;
  let isStarted = false;
  let latestMs: number | undefined;

  function emit(payload: ReturnType<typeof encoder.start>, count = 0): void {
    if (payload === undefined) return;
    const atMs = elapsedMs(startedAt, clock.now());
    onChunk({ ...about, index: index++, atMs, tokens: count, ...payload });
  }

  function start(): void {
    if (!isStarted) emit(encoder.start());
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
      if (ending === undefined) emit(encoder.end(tokens.length));
      onEnd(ending === undefined ? "completed" : "failed");
    },
  });
}

function partOf({ part }: SimulatedToken): string {
  return part.kind === "tool-call" ? `${part.kind} ${part.call}` : part.kind;
}
