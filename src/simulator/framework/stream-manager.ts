import { POSITIVE, integerFrom } from "../../stats/index.ts";
import { type Cancel, type Clock, elapsedMs, instantAfter } from "../../clock/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { simulateAnswer } from "../answer/simulate-answer.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import type { Speaker } from "../answer/spoken-audio.ts";
import { type ChunkLog, chunkLog } from "./chunk-log.ts";
import { deltaGenerator } from "./delta-generator.ts";
import { playStream } from "./play-stream.ts";
import { type ProgressTracker, progressTracker, type StreamProgress } from "./progress-tracker.ts";
import { type StreamChunk, type StreamKind, textOfDelta } from "./stream-chunk.ts";
import { endedEarly } from "./stream-generators.ts";
import { type ChunkSize, tokenChunker } from "./token-chunker.ts";

/** What all streams of a manager share. */
export interface StreamManagerOptions {
  readonly clock: Clock;
  /** How long a stream may take where it does not say. @defaultValue `300000`: five minutes. */
  readonly timeoutMs?: number;
  /** How many streams that have ended are remembered, with their chunks. @defaultValue `100` */
  readonly remembered?: number;
  /** Asked for each stream, as they may change. */
  rules?(): ServerRules;
}

/** What one stream may be told. */
export interface CreateStreamOptions {
  readonly timeoutMs?: number | undefined;
  /** How many tokens a chunk has. @defaultValue One. */
  readonly size?: ChunkSize | undefined;
  /** Of audio. */
  readonly speaker?: Speaker | undefined;
}

/** How a stream is doing. */
export type StreamStatus = "running" | "completed" | "failed" | "cancelled" | "timed-out";

/** What is known of a stream. */
export interface StreamReport {
  readonly id: string;
  readonly kind: StreamKind;
  readonly model: string;
  readonly status: StreamStatus;
  /** In milliseconds since 1970. */
  readonly startedAtWallMs: number;
  /** `undefined` while it runs. */
  readonly durationMs: number | undefined;
  readonly metrics: StreamProgress;
  /** What it has said so far. */
  readonly text: string;
}

/** Begins streams, watches them, and ends them. */
export interface StreamManager {
  /**
   * Begins a stream. It goes on whether or not it is read.
   *
   * @returns Its id.
   * @throws {SimulationError} When the model's name or the prompt cannot be followed, or the timeout is not a
   * positive number.
   */
  create(kind: StreamKind, request: SimulatedRequest, options?: CreateStreamOptions): string;
  /**
   * Its chunks, from the first. Throws a {@link SimulationError} at the end of a stream that is not completed.
   * `undefined` where there is no such stream, or no longer.
   */
  read(id: string): AsyncIterable<StreamChunk> | undefined;
  status(id: string): StreamStatus | undefined;
  metrics(id: string): StreamProgress | undefined;
  report(id: string): StreamReport | undefined;
  /** All that are remembered, the newest last. */
  reports(): readonly StreamReport[];
  /** How many there are with a status. @defaultValue `"running"` */
  count(status?: StreamStatus): number;
  /** Whether it was running. */
  cancel(id: string): boolean;
  /** How many were running. */
  cancelAll(): number;
}

interface Managed {
  readonly log: ChunkLog;
  readonly tracker: ProgressTracker;
  readonly status: () => StreamStatus;
  /** Cost: O(chunks), for the text. */
  readonly report: () => StreamReport;
  end(status: Exclude<StreamStatus, "running">): void;
}

/**
 * A manager of streams without a wire: what FakeAI's streaming framework does, over this simulator's profiles.
 * Times are those of an answer alone: streams do not share an engine.
 *
 * @throws {SimulationError} When the timeout is not a positive number, or less than 0 streams are remembered.
 * @see {@link https://github.com/ajcasagrande/fakeai} `StreamManager` in `fakeai/streaming/manager.py`.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * const manager = streamManager({ clock });
 * const id = manager.create("chat", { model: "fixed", prompt: "echo: Hi there", seed: 1 });
 * await clock.advanceBy(210);
 * manager.metrics(id)?.percent; // 50
 * await clock.advanceBy(10);
 * manager.status(id); // "completed"
 * ```
 */
export function streamManager(options: StreamManagerOptions): StreamManager {
  const { clock, timeoutMs: usualTimeoutMs = 300_000, remembered = 100 } = options;
  requireSettings("manage streams", { timeoutMs: usualTimeoutMs }, POSITIVE);
  requireSettings("manage streams", { remembered }, integerFrom(0));
  const streams = new Map<string, Managed>();
  const ended: string[] = [];
  let created = 0;

  function forget(id: string): void {
    ended.push(id);
    for (const oldest of ended.splice(0, Math.max(0, ended.length - remembered))) {
      streams.delete(oldest);
    }
  }

  function create(
    kind: StreamKind,
    request: SimulatedRequest,
    { timeoutMs = usualTimeoutMs, size = tokenChunker(), speaker }: CreateStreamOptions = {},
  ): string {
    requireSettings("begin a stream", { timeoutMs }, POSITIVE);
    const answer = simulateAnswer(request, { rules: options.rules?.() ?? {} });
    const id = `stream-${++created}`;
    const startedAt = clock.now();
    const startedAtWallMs = clock.wallMs();
    const log = chunkLog();
    const { shows } = deltaGenerator(kind, answer);
    const tracker = progressTracker(clock, answer.tokens.filter(shows).length);
    let status: StreamStatus = "running";
    let durationMs: number | undefined;
    let stop: Cancel = () => undefined;

    function end(as: Exclude<StreamStatus, "running">): void {
      if (status !== "running") return;
      status = as;
      durationMs = elapsedMs(startedAt, clock.now());
      stop();
      stopTimer();
      log.close(errorOf(as, id));
      forget(id);
    }

    const stopTimer = clock.callAt(instantAfter(startedAt, timeoutMs), () => end("timed-out"));
    streams.set(id, {
      log,
      tracker,
      end,
      status: () => status,
      report: () => ({
        id,
        kind,
        model: request.model,
        status,
        startedAtWallMs,
        durationMs,
        metrics: tracker.progress,
        text: log.chunks.map(({ delta }) => textOfDelta(delta)).join(""),
      }),
    });
    stop = playStream(kind, answer, {
      clock,
      streamId: id,
      model: request.model,
      size,
      speaker,
      onChunk(chunk) {
        if (chunk.tokens > 0) tracker.record(chunk.tokens);
        log.push(chunk);
      },
      onEnd: end,
    });
    return id;
  }

  function cancel(id: string): boolean {
    const stream = streams.get(id);
    const isRunning = stream?.status() === "running";
    stream?.end("cancelled");
    return isRunning;
  }

  return {
    create,
    read: (id) => streams.get(id)?.log.read(),
    status: (id) => streams.get(id)?.status(),
    metrics: (id) => streams.get(id)?.tracker.progress,
    report: (id) => streams.get(id)?.report(),
    reports: () => Array.from(streams.values(), ({ report }) => report()),
    count: (wanted = "running") =>
      Array.from(streams.values()).filter(({ status }) => status() === wanted).length,
    cancel,
    // Of a copy: what ends may be forgotten.
    cancelAll: () => [...streams.keys()].filter(cancel).length,
  };
}

function errorOf(status: StreamStatus, id: string): SimulationError | undefined {
  switch (status) {
    case "failed":
      return endedEarly(id);
    case "cancelled":
    case "timed-out":
      return new SimulationError(
        `Cannot go on as the stream is ${status}: current value is "${id}"`,
      );
    case "running":
    case "completed":
      return undefined;
  }
}
