import type { Clock } from "../../clock/index.ts";
import { simulateAnswer } from "../answer/simulate-answer.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { integerFrom, POSITIVE } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import {
  type ManagedStream,
  managedStream,
  type PlaybackSettings,
  type StreamReport,
  type StreamStatus,
} from "./managed-stream.ts";
import type { StreamProgress } from "./progress-tracker.ts";
import type { StreamChunk, StreamKind } from "./stream-chunk.ts";

/** Settings for all streams of a manager. */
export interface StreamManagerOptions {
  readonly clock: Clock;
  /** Default timeout of a stream, in milliseconds. @defaultValue `300000`: five minutes. */
  readonly timeoutMs?: number | undefined;
  /** How many ended streams are kept, with their chunks. @defaultValue `100` */
  readonly remembered?: number | undefined;
  /** Read for each stream, as rules can change. */
  rules?(): ServerRules;
}

/** Settings of one stream. */
export interface CreateStreamOptions extends PlaybackSettings {
  readonly timeoutMs?: number | undefined;
}

/** Creates streams, tracks and cancels them. */
export interface StreamManager {
  /**
   * Starts a stream. It runs whether or not it is read.
   *
   * @returns Its id.
   * @throws {SimulationError} When the model's name or the prompt is invalid, or the timeout is not a positive
   * number.
   */
  create(kind: StreamKind, request: SimulatedRequest, options?: CreateStreamOptions): string;
  /**
   * Returns the chunks from the first, or `undefined` if there is no such stream. Throws a
   * {@link SimulationError} at the end of a stream that did not complete.
   */
  read(id: string): AsyncIterable<StreamChunk> | undefined;
  status(id: string): StreamStatus | undefined;
  metrics(id: string): StreamProgress | undefined;
  report(id: string): StreamReport | undefined;
  /** Reports all streams that are kept, the newest last. */
  reports(): readonly StreamReport[];
  /** Counts the streams with a status. @defaultValue `"running"` */
  count(status?: StreamStatus): number;
  /** Returns whether the stream was running. */
  cancel(id: string): boolean;
  /** Returns the number of streams that were running. */
  cancelAll(): number;
}

/**
 * Manages streams outside of any API, as FakeAI's streaming framework does, with this simulator's profiles.
 * Streams do not share an engine, so each has the timing of an idle server.
 *
 * @throws {SimulationError} When the timeout is not a positive number, or `remembered` is negative.
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
  const { clock, timeoutMs: defaultTimeoutMs = 300_000, remembered = 100 } = options;
  requireSettings("manage streams", { timeoutMs: defaultTimeoutMs }, POSITIVE);
  requireSettings("manage streams", { remembered }, integerFrom(0));
  const streams = new Map<string, ManagedStream>();
  const ended: string[] = [];
  let created = 0;

  function create(
    kind: StreamKind,
    request: SimulatedRequest,
    { timeoutMs = defaultTimeoutMs, ...playback }: CreateStreamOptions = {},
  ): string {
    requireSettings("start a stream", { timeoutMs }, POSITIVE);
    const answer = simulateAnswer(request, { rules: options.rules?.() ?? {} });
    const id = `stream-${++created}`;
    const { model } = request;
    function onEnd(): void {
      ended.push(id);
      for (const oldest of ended.splice(0, Math.max(0, ended.length - remembered))) {
        streams.delete(oldest);
      }
    }
    const about = { clock, id, kind, model, timeoutMs, onEnd };
    const stream = managedStream(answer, { ...playback, ...about });
    // With `remembered: 0`, a stream that ended at once is already forgotten.
    if (stream.status === "running" || remembered > 0) streams.set(id, stream);
    return id;
  }

  function cancel(id: string): boolean {
    const stream = streams.get(id);
    const isRunning = stream?.status === "running";
    stream?.cancel();
    return isRunning;
  }

  return {
    create,
    read: (id) => streams.get(id)?.read(),
    status: (id) => streams.get(id)?.status,
    metrics: (id) => streams.get(id)?.progress,
    report: (id) => streams.get(id)?.report(),
    reports: () => Array.from(streams.values(), (stream) => stream.report()),
    count: (counted = "running") =>
      Array.from(streams.values()).filter(({ status }) => status === counted).length,
    cancel,
    // A copy, as ended streams may be deleted.
    cancelAll: () => [...streams.keys()].filter(cancel).length,
  };
}
