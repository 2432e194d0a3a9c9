import type { Refusal } from "../dialect.ts";
import type { SimulatedAnswer } from "../simulate-answer.ts";

/** An error in OpenAI's shape. */
export function openAiRefusal(status: number, message: string): Refusal {
  const isTooLong = message.includes("maximum context length");
  return {
    body: {
      error: {
        message,
        type: typeOf(status),
        param: null,
        code: isTooLong ? "context_length_exceeded" : null,
      },
    },
  };
}

function typeOf(status: number): string {
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
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
