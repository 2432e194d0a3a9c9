import { dig } from "../../../wire/index.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import { SimulationError } from "../../simulation-error.ts";
import { flagIn, objectIn } from "../requests/fields.ts";

/**
 * Returns the `usage` of chat and text completions.
 *
 * @param outputTokens The tokens so far, in the middle of an answer.
 */
export function usageOf(
  { promptTokens, cachedTokens, reasoningTokens, tokens }: SimulatedAnswer,
  outputTokens = tokens.length,
): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: outputTokens,
    total_tokens: promptTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: Math.min(reasoningTokens, outputTokens),
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

export function dataFrame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/**
 * Encodes events that share their first fields. The shared fields are serialised once, as they are half of a token's
 * chunk.
 *
 * @returns Encodes an event of the shared fields and at least one more.
 */
export function dataFrames(shared: object): (more: object) => string {
  const beginning = `data: ${JSON.stringify(shared).slice(0, -1)},`;
  return (more) => `${beginning}${JSON.stringify(more).slice(1)}\n\n`;
}

export function errorFrame(message: string): string {
  return dataFrame({ error: { message, type: "server_error", param: null, code: null } });
}

export const DONE_FRAME = "data: [DONE]\n\n";

/** Which chunks carry usage: none, the last one, or every one with the usage so far (vLLM). */
export type UsageStyle = "none" | "last" | "every";

/** Reads `stream_options`. @throws {SimulationError} When the request is not for a stream, as in OpenAI's API. */
export function usageStyleIn(body: unknown): UsageStyle {
  const options = objectIn(body, "stream_options");
  if ((dig(body, "stream_options") ?? undefined) === undefined) return "none";
  if (flagIn(body, "stream") !== true) {
    throw new SimulationError('Cannot answer as "stream_options" must come with "stream": true');
  }
  if (flagIn(options, "include_usage") !== true) return "none";
  return flagIn(options, "continuous_usage_stats") === true ? "every" : "last";
}

export function finishOf({ finish, rawFinish }: SimulatedAnswer): string {
  return rawFinish ?? FINISH_REASONS[finish];
}

const FINISH_REASONS: Readonly<Record<SimulatedAnswer["finish"], string>> = {
  stop: "stop",
  length: "length",
  "tool-calls": "tool_calls",
  refusal: "stop",
};
