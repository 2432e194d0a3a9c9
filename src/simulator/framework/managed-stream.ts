import { type Cancel, type Clock, elapsedMs, instantAfter } from "../../clock/index.ts";
import type { SimulatedAnswer } from "../answer/simulated-answer.ts";
import type { Speaker } from "../answer/spoken-audio.ts";
import { SimulationError } from "../simulation-error.ts";
import { chunkLog } from "./chunk-log.ts";
import { playStream } from "./play-stream.ts";
import { progressTracker, type StreamProgress } from "./progress-tracker.ts";
import { type StreamChunk, type StreamKind, textOfDelta } from "./stream-chunk.ts";
import { isShown } from "./stream-encoder.ts";
import type { ChunkSize } from "./token-chunker.ts";

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

/** A stream with its chunks, progress and status. */
export interface ManagedStream {
  read(): AsyncIterable<StreamChunk>;
  readonly status: StreamStatus;
  readonly progress: StreamProgress;
  /** Cost: O(chunks), because it joins the text. */
  report(): StreamReport;
  cancel(): void;
}

export interface ManagedStreamOptions {
  readonly clock: Clock;
  readonly id: string;
  readonly kind: StreamKind;
  readonly model: string;
  /** @defaultValue No timeout. */
  readonly timeoutMs?: number | undefined;
  readonly size: ChunkSize;
  readonly speaker?: Speaker | undefined;
  /** Called once, when the stream is no longer running. */
  onEnd?(): void;
}

/** Starts a stream that ends with its answer, by cancellation or by timeout. */
export function managedStream(
  answer: SimulatedAnswer,
  { clock, id, timeoutMs, onEnd, ...playback }: ManagedStreamOptions,
): ManagedStream {
  const { kind, model } = playback;
  const startedAt = clock.now();
  const startedAtWallMs = clock.wallMs();
  const log = chunkLog();
  const shown = answer.tokens.filter(({ part }) => isShown(kind, part));
  const tracker = progressTracker(clock, shown.length);
  let status: StreamStatus = "running";
  let durationMs: number | undefined;
  let stop: Cancel | undefined;

  function end(endStatus: Exclude<StreamStatus, "running">): void {
    if (status !== "running") return;
    status = endStatus;
    durationMs = elapsedMs(startedAt, clock.now());
    stop?.();
    stopTimer?.();
    log.close(errorOf(endStatus, id));
    onEnd?.();
  }

  const stopTimer =
    timeoutMs === undefined
      ? undefined
      : clock.callAt(instantAfter(startedAt, timeoutMs), () => end("timed-out"));
  stop = playStream(answer, {
    ...playback,
    clock,
    streamId: id,
    onChunk(chunk) {
      if (chunk.tokens > 0) tracker.record(chunk.tokens);
      log.push(chunk);
    },
    onEnd: end,
  });

  return {
    read: log.read,
    get status() {
      return status;
    },
    get progress() {
      return tracker.progress;
    },
    report: () => ({
      id,
      kind,
      model,
      status,
      startedAtWallMs,
      durationMs,
      metrics: tracker.progress,
      text: log.chunks.map(({ delta }) => textOfDelta(delta)).join(""),
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
