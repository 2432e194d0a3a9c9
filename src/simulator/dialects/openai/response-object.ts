import { asList, dig } from "../../../wire/index.ts";
import type { AnswerIdentity } from "../dialect.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";

export type ResponseState =
  | { readonly status: "in_progress" }
  | { readonly status: "completed" | "incomplete"; readonly output: readonly object[] }
  | {
      readonly status: "failed";
      readonly output: readonly object[];
      readonly error: { readonly code: string; readonly message: string };
    };

export interface ResponseContext {
  readonly body: unknown;
  readonly model: string;
  readonly answer: SimulatedAnswer;
  readonly identity: AnswerIdentity;
}

/**
 * Returns the response as OpenAI's API shows it: the request's parameters, or the API's defaults for them.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/responses/object}
 */
export function responseObject(
  { body, model, answer, identity }: ResponseContext,
  state: ResponseState,
): object {
  const parameter = (name: string, fallback: unknown = null) => dig(body, name) ?? fallback;
  const isOver = state.status !== "in_progress";
  return {
    id: `resp_${identity.id}`,
    object: "response",
    created_at: Math.floor(identity.createdAtWallMs / 1000),
    status: state.status,
    background: parameter("background", false),
    completed_at: state.status === "completed" ? endedAt(identity, answer) : null,
    error: state.status === "failed" ? state.error : null,
    frequency_penalty: 0,
    incomplete_details: state.status === "incomplete" ? { reason: "max_output_tokens" } : null,
    instructions: parameter("instructions"),
    max_output_tokens: parameter("max_output_tokens"),
    max_tool_calls: parameter("max_tool_calls"),
    model,
    output: isOver ? state.output : [],
    parallel_tool_calls: parameter("parallel_tool_calls", true),
    presence_penalty: 0,
    previous_response_id: null,
    prompt_cache_key: parameter("prompt_cache_key"),
    prompt_cache_retention: parameter("prompt_cache_retention"),
    reasoning: {
      effort: dig(body, "reasoning", "effort") ?? null,
      summary: dig(body, "reasoning", "summary") ?? null,
    },
    safety_identifier: parameter("safety_identifier"),
    service_tier: isOver ? "default" : "auto",
    store: parameter("store", true),
    temperature: parameter("temperature", 1),
    text: { format: { type: "text" }, verbosity: "medium", ...objectOf(parameter("text")) },
    tool_choice: parameter("tool_choice", "auto"),
    tools: asList(parameter("tools")).map((tool) => ({ strict: true, ...objectOf(tool) })),
    top_logprobs: parameter("top_logprobs", 0),
    top_p: parameter("top_p", 1),
    truncation: parameter("truncation", "disabled"),
    usage: isOver && state.status !== "failed" ? usageOf(answer) : null,
    user: parameter("user"),
    metadata: parameter("metadata", {}),
  };
}

function endedAt({ createdAtWallMs }: AnswerIdentity, { tokens }: SimulatedAnswer): number {
  return Math.floor((createdAtWallMs + (tokens.at(-1)?.dueMs ?? 0)) / 1000);
}

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function usageOf({ promptTokens, cachedTokens, reasoningTokens, tokens }: SimulatedAnswer): object {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cache_write_tokens: 0, cached_tokens: cachedTokens },
    output_tokens: tokens.length,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: promptTokens + tokens.length,
  };
}
