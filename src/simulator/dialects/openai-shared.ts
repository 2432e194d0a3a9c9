import type { Refusal } from "../dialect.ts";
import type { SimulatedAnswer } from "../simulate-answer.ts";

/** An error in OpenAI's shape. */
export function openAiRefusal(status: number, message: string): Refusal {
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

/** Usage as OpenAI's completions tell it. */
export function usageOf({
  promptTokens,
  cachedTokens,
  reasoningTokens,
  tokens,
}: SimulatedAnswer): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens.length,
    total_tokens: promptTokens + tokens.length,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}
