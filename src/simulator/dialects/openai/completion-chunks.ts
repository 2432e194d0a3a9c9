import { dig } from "../../../wire/index.ts";
import type { ErrorResponse } from "../dialect.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import { SimulationError } from "../../simulation-error.ts";
import { flagIn, objectIn } from "../requests/fields.ts";

/** An error in OpenAI's shape. */
export function openAiErrorResponse(status: number, message: string): ErrorResponse {
  return {
    body: { error: { message, type: typeOf(status), param: null, code: codeOf(status, message) } },
  };
}

function typeOf(status: number): string {
  if (status === 429) return "requests";
  return status < 500 ? "invalid_request_error" : "server_error";
}

function codeOf(status: number, message: string): string | null {
  if (message.includes("maximum context length")) return "context_length_exceeded";
  switch (status) {
    case 401:
      return "invalid_api_key";
    case 404:
      return "model_not_found";
    case 429:
      return "rate_limit_exceeded";
    default:
      return null;
  }
}

/**
 * Usage as OpenAI's completions tell it.
 *
 * @param outputTokens So far, where the answer is not at its end.
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

/** One event of a stream that has no names for its events. */
export function dataFrame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/**
 * Events that begin with the same fields, which are written down once: they are half of what a token's chunk
 * has.
 *
 * @returns Makes an event of them and at least one more field.
 */
export function dataFrames(same: object): (more: object) => string {
  const beginning = `data: ${JSON.stringify(same).slice(0, -1)},`;
  return (more) => `${beginning}${JSON.stringify(more).slice(1)}\n\n`;
}

/** An error in the middle of such a stream. */
export function errorFrame(message: string): string {
  return dataFrame({ error: { message, type: "server_error", param: null, code: null } });
}

/** The sign of completion of OpenAI's completions. */
export const DONE_FRAME = "data: [DONE]\n\n";

/** How a stream of completions tells its usage: not at all, in its last chunk, or so far in each (vLLM). */
export type UsageStyle = "none" | "last" | "every";

/**
 * @throws {SimulationError} When it is said of what is not a stream, as OpenAI refuses it.
 */
export function usageStyleIn(asked: unknown): UsageStyle {
  const options = objectIn(asked, "stream_options");
  if ((dig(asked, "stream_options") ?? undefined) === undefined) return "none";
  if (flagIn(asked, "stream") !== true) {
    throw new SimulationError('Cannot answer as "stream_options" must come with "stream": true');
  }
  if (flagIn(options, "include_usage") !== true) return "none";
  return flagIn(options, "continuous_usage_stats") === true ? "every" : "last";
}

/** How an answer ended, in the word of OpenAI's completions. */
export function finishOf({
  finish,
  rawFinish,
}: Pick<SimulatedAnswer, "finish" | "rawFinish">): string {
  if (rawFinish !== undefined) return rawFinish;
  switch (finish) {
    case "tool-calls":
      return "tool_calls";
    case "refusal":
      return "stop";
    case "stop":
    case "length":
      return finish;
  }
}
