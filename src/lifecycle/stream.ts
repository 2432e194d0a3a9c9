import { definedOnly } from "../wire/index.ts";
import { systemClock } from "../clock/index.ts";
import type { ChatMessage, ChatRequest, Provider } from "../providers/index.ts";
import { type EnvironmentVariables, providerFromEnvironment } from "../providers/index.ts";
import { systemRandom } from "../stats/index.ts";
import type { StreamOptions } from "./run-stream.ts";
import { type ChatStream, startStream } from "./start-stream.ts";

/** What {@link stream} takes besides the prompt; all of it has a default. */
export interface AskOptions extends Partial<StreamOptions>, Partial<Omit<ChatRequest, "messages">> {
  /**
   * A provider, or the name of one in the `providerCatalogue`.
   *
   * @defaultValue What the environment's variables ask for.
   */
  readonly provider?: Provider | string;
  /** @defaultValue `process.env` */
  readonly environment?: EnvironmentVariables;
}

/**
 * Asks a model and streams its answer: {@link startStream} with this machine's clock and the
 * environment's provider.
 *
 * @param prompt A user's message, or a whole conversation.
 * @throws {TypeError} When the environment names no provider, or has no key for the one that is named.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * const answer = stream("Why is the sky blue?", {
 *   provider: replayTrace(trace), model: "m", retry: { attempts: 1 },
 * });
 * (await collect(answer)).text; // ""
 * ```
 */
export function stream(
  prompt: string | readonly ChatMessage[],
  options: AskOptions = {},
): ChatStream {
  const { provider, environment = globalThis.process?.env ?? {}, model, ...rest } = options;
  const { tools, toolChoice, reasoning, temperature, ...others } = rest;
  const { maxOutputTokens, stop, seed, stream: isStreamed, ...streamOptions } = others;
  const request = { tools, toolChoice, reasoning, temperature, maxOutputTokens, stop, seed };
  const chosen =
    typeof provider === "object"
      ? { provider, model: model ?? "default" }
      : providerFromEnvironment(environment, definedOnly({ provider, model }));
  const messages =
    typeof prompt === "string" ? [{ role: "user", content: prompt } as const] : prompt;

  return startStream(
    chosen.provider,
    { ...definedOnly({ ...request, stream: isStreamed }), model: chosen.model, messages },
    { clock: systemClock(), random: systemRandom(), ...definedOnly(streamOptions) },
  );
}
