import { systemClock } from "../clock/index.ts";
import type { ChatMessage, ChatRequest, Provider } from "../providers/index.ts";
import { type Environment, providerFromEnvironment } from "../providers/index.ts";
import { systemRandom } from "../stats/index.ts";
import { type ChatStream, startStream, type StreamOptions } from "./start-stream.ts";

/** What {@link stream} takes besides the prompt; all of it has a default. */
export interface AskOptions extends Partial<StreamOptions>, Partial<Omit<ChatRequest, "messages">> {
  /**
   * A provider, or the name of one in the `providerCatalogue`.
   *
   * @defaultValue What the environment's variables ask for.
   */
  readonly provider?: Provider | string;
  /** @defaultValue `process.env` */
  readonly environment?: Environment;
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
  const chosen =
    typeof provider === "object"
      ? { provider, model: model ?? "default" }
      : providerFromEnvironment(environment, {
          ...(provider === undefined ? {} : { provider }),
          ...(model === undefined ? {} : { model }),
        });
  const messages =
    typeof prompt === "string" ? [{ role: "user", content: prompt } as const] : prompt;

  return startStream(
    chosen.provider,
    { ...pick(rest, REQUEST_FIELDS), model: chosen.model, messages },
    { clock: systemClock(), random: systemRandom(), ...pick(rest, STREAM_FIELDS) },
  );
}

const REQUEST_FIELDS = [
  "tools",
  "toolChoice",
  "reasoning",
  "temperature",
  "maxOutputTokens",
  "stop",
  "seed",
  "stream",
] as const;

const STREAM_FIELDS = [
  "clock",
  "random",
  "deadlines",
  "retry",
  "signal",
  "fetch",
  "trace",
  "limitBytes",
] as const;

/** The fields that are there, so that a default is not hidden by `undefined`. */
function pick<T extends object, K extends keyof T>(from: T, fields: readonly K[]): Pick<T, K> {
  const present = fields.filter((field) => from[field] !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the keys
  return Object.fromEntries(present.map((field) => [field, from[field]])) as Pick<T, K>;
}
