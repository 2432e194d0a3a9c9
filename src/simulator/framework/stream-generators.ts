import type { Clock } from "../../clock/index.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { simulateAnswer } from "../answer/simulate-answer.ts";
import type { SimulatedRequest } from "../answer/simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import type { Speaker } from "../answer/spoken-audio.ts";
import { chunkLog } from "./chunk-log.ts";
import { playStream } from "./play-stream.ts";
import type { StreamChunk, StreamKind } from "./stream-chunk.ts";
import { type ChunkSize, tokenChunker } from "./token-chunker.ts";

/** How a stream is generated. */
export interface StreamGeneratorOptions {
  readonly clock: Clock;
  /** @defaultValue `"stream"` */
  readonly streamId?: string;
  /** How many tokens a chunk has. @defaultValue One. */
  readonly size?: ChunkSize;
  /** Of audio. */
  readonly speaker?: Speaker;
  readonly rules?: ServerRules;
}

/** Generates a stream of one kind. Whoever stops reading stops it. */
export type StreamGenerator = (
  request: SimulatedRequest,
  options: StreamGeneratorOptions,
) => AsyncGenerator<StreamChunk, void>;

/**
 * The generator of each kind: chunks at the times of the model's profile.
 *
 * @throws {SimulationError} From the iteration, when the model's name or the prompt cannot be followed, or a
 * fault of the scenario ends the stream.
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
    const { clock, streamId = "stream", size = tokenChunker(), speaker, rules = {} } = options;
    const log = chunkLog();
    const stop = playStream(kind, simulateAnswer(request, { rules }), {
      clock,
      streamId,
      model: request.model,
      size,
      speaker,
      onChunk: (chunk) => log.push(chunk),
      onEnd: (how) => log.close(how === "failed" ? endedEarly(streamId) : undefined),
    });
    try {
      yield* log.read();
    } finally {
      stop();
    }
  };
}

/** What readers of a stream get that a fault ended. */
export function endedEarly(streamId: string): SimulationError {
  return new SimulationError(
    `Cannot go on as a fault of the scenario ends the stream: current value is "${streamId}"`,
  );
}
