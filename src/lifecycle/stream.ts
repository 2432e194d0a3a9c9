import { valueText } from "../text/index.ts";
import { asText, definedOnly, dig } from "../wire/index.ts";
import { systemClock } from "../clock/index.ts";
import type { ChatMessage, ChatRequest, Provider } from "../providers/index.ts";
import { type EnvironmentVariables, providerFromEnvironment } from "../providers/index.ts";
import { systemRandom } from "../stats/index.ts";
import type { StreamOptions } from "./run-stream.ts";
import { type ChatStream, startStream } from "./start-stream.ts";

/** Options of {@link stream}. */
export interface AskOptions extends Partial<StreamOptions>, Partial<Omit<ChatRequest, "messages">> {
  /**
   * A provider, or its name in the `providerCatalogue`.
   *
   * @defaultValue The one that the environment variables select.
   */
  readonly provider?: Provider | string;
  /** @defaultValue `process.env` */
  readonly environment?: EnvironmentVariables;
}

/**
 * Sends a prompt to a model and streams its answer: {@link startStream} with the system's clock and the provider of the
 * environment.
 *
 * @param prompt A user message, or a whole conversation.
 * @throws {TypeError} When the prompt is neither text nor a list of messages, or the environment selects no provider, or has no API key for the selected one.
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
  const messages = messagesOf(prompt);
  const { provider, environment = globalThis.process?.env ?? {}, model, ...rest } = options;
  const { tools, toolChoice, reasoning, temperature, ...others } = rest;
  const { maxOutputTokens, stop, seed, stream: isStreamed, ...streamOptions } = others;
  const sampling = { reasoning, temperature, maxOutputTokens, stop, seed };
  const chosen =
    typeof provider === "object"
      ? { provider, model: model ?? "default" }
      : providerFromEnvironment(environment, { provider, model });
  return startStream(
    chosen.provider,
    { ...sampling, model: chosen.model, messages, tools, toolChoice, stream: isStreamed },
    { clock: systemClock(), random: systemRandom(), ...definedOnly(streamOptions) },
  );
}

function messagesOf(prompt: string | readonly ChatMessage[]): readonly ChatMessage[] {
  if (typeof prompt === "string") return [{ role: "user", content: prompt }];
  // Notebooks run without type checks.
  if (Array.isArray(prompt) && prompt.every((message) => asText(dig(message, "role")))) {
    return prompt;
  }
  throw new TypeError(
    `Cannot stream an answer as the prompt must be text or a list of messages: current value is ${valueText(prompt)}`,
  );
}
