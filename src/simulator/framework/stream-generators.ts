import type { Clock } from "../../clock/index.ts";
import { simulateAnswer } from "../answer/simulate-answer.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { managedStream, type PlaybackSettings } from "./managed-stream.ts";
import type { StreamChunk, StreamKind } from "./stream-chunk.ts";

/** Settings of a generated stream. */
export interface StreamGeneratorOptions extends PlaybackSettings {
  readonly clock: Clock;
  /** @defaultValue `"stream"` */
  readonly streamId?: string | undefined;
  readonly rules?: ServerRules | undefined;
}

/** Generates a stream of one kind. Returning early stops it. */
export type StreamGenerator = (
  request: SimulatedRequest,
  options: StreamGeneratorOptions,
) => AsyncGenerator<StreamChunk, void>;

/**
 * The generator of each kind: chunks with the timing of the model's profile.
 *
 * @throws {SimulationError} From the iteration, when the model's name or the prompt is invalid, or a fault of
 * the scenario ends the stream.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * const request = { model: "fixed", prompt: "echo: Hi there", seed: 1 };
 * const times: number[] = [];
 * const reading = (async () => {
 *   for await (const { atMs } of streamGenerators.completion(request, { clock })) times.push(atMs);
 * })();
 * await clock.runUntil(reading);
 * times; // [200, 220, 220]
 * ```
 */
export const streamGenerators: Readonly<Record<StreamKind, StreamGenerator>> = {
  chat: generatorOf("chat"),
  completion: generatorOf("completion"),
  audio: generatorOf("audio"),
  realtime: generatorOf("realtime"),
};

function generatorOf(kind: StreamKind): StreamGenerator {
  return async function* generate(request, options) {
    const { streamId: id = "stream", rules = {}, ...playback } = options;
    const { model } = request;
    const answer = simulateAnswer(request, { rules });
    const stream = managedStream(answer, { ...playback, id, kind, model });
    try {
      yield* stream.read();
    } finally {
      stream.cancel();
    }
  };
}
