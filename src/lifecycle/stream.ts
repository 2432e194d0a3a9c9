import { systemClock } from "../clock/index.ts";
import { type ChatMessage, type ChatRequest, type Provider } from "../providers/index.ts";
import { type Environment, providerFromEnvironment } from "../providers/index.ts";
import { systemRandom } from "../stats/index.ts";
import { type ChatStream, startStream, type StreamOptions } from "./start-stream.ts";

/** What {@link stream} takes besides the prompt; all of it has a default. */
export interface AskOptions extends Partial<StreamOptions>, Partial<Omit<ChatRequest, "messages">> {
  /** @defaultValue What the environment's variables ask for. */
  readonly provider?: Provider;
  /** @defaultValue `process.env` */
  readonly environment?: Environment;
}

/**
 * Asks a model and streams its answer: {@link startStream} with this machine's clock and the
 * environment's provider.
 *
 * @param prompt A user's message, or a whole conversation.
 * @throws {TypeError} When the environment names no provider.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * const answer = stream("Why is the sky blue?", { provider: replayTrace(trace), model: "m" });
 * (await collect(answer)).text; // ""
 * ```
 */
export function stream(
  prompt: string | readonly ChatMessage[],
  options: AskOptions = {},
): ChatStream {
  const { provider, environment = globalThis.process?.env ?? {}, ...rest } = options;
  const { model, temperature, maxOutputTokens, stop, seed, ...streamOptions } = rest;
  const chosen =
    provider === undefined ? providerFromEnvironment(environment) : { provider, model: "default" };

  return startStream(
    chosen.provider,
    {
      model: model ?? chosen.model,
      messages: typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt,
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      ...(stop === undefined ? {} : { stop }),
      ...(seed === undefined ? {} : { seed }),
    },
    { clock: systemClock(), random: systemRandom(), ...streamOptions },
  );
}
