import { asList, dig } from "../../../wire/index.ts";
import type { AnswerIdentity } from "../dialect.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";

/** How far a response has come. */
export type ResponseState =
  | { readonly status: "in_progress" }
  | { readonly status: "completed" | "incomplete"; readonly output: readonly object[] }
  | {
      readonly status: "failed";
      readonly output: readonly object[];
      readonly error: { readonly code: string; readonly message: string };
    };

/** What a response says of its request, in all its states. */
export interface ResponseContext {
  /** The request's body. */
  readonly asked: unknown;
  readonly model: string;
  readonly answer: SimulatedAnswer;
  readonly names: AnswerIdentity;
}

/**
 * The response as the API shows it: with everything that was asked, and what the API takes where it was not.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/responses/object}
 */
export function responseObject(
  { asked, model, answer, names }: ResponseContext,
  state: ResponseState,
): object {
  const given = (name: string, otherwise: unknown = null) => dig(asked, name) ?? otherwise;
  const isOver = state.status !== "in_progress";
  return {
    id: `resp_${names.id}`,
    object: "response",
    created_at: Math.floor(names.createdAtWallMs / 1000),
    status: state.status,
    background: given("background", false),
    completed_at: state.status === "completed" ? endedAt(names, answer) : null,
    error: state.status === "failed" ? state.error : null,
    frequency_penalty: 0,
    incomplete_details: state.status === "incomplete" ? { reason: "max_output_tokens" } : null,
    instructions: given("instructions"),
    max_output_tokens: given("max_output_tokens"),
    max_tool_calls: given("max_tool_calls"),
    model,
    output: isOver ? state.output : [],
    parallel_tool_calls: given("parallel_tool_calls", true),
    presence_penalty: 0,
    previous_response_id: null,
    prompt_cache_key: given("prompt_cache_key"),
    prompt_cache_retention: given("prompt_cache_retention"),
    reasoning: {
      effort: dig(asked, "reasoning", "effort") ?? null,
      summary: dig(asked, "reasoning", "summary") ?? null,
    },
    safety_identifier: given("safety_identifier"),
    service_tier: isOver ? "default" : "auto",
    store: given("store", true),
    temperature: given("temperature", 1),
    text: { format: { type: "text" }, verbosity: "medium", ...objectIn(given("text")) },
    tool_choice: given("tool_choice", "auto"),
    tools: asList(given("tools")).map((tool) => ({ strict: true, ...objectIn(tool) })),
    top_logprobs: given("top_logprobs", 0),
    top_p: given("top_p", 1),
    truncation: given("truncation", "disabled"),
    usage: isOver && state.status !== "failed" ? usageOf(answer) : null,
    user: given("user"),
    metadata: given("metadata", {}),
  };
}

/** Seconds since 1970. */
function endedAt({ createdAtWallMs }: AnswerIdentity, { tokens }: SimulatedAnswer): number {
  return Math.floor((createdAtWallMs + (tokens.at(-1)?.dueMs ?? 0)) / 1000);
}

function objectIn(given: unknown): object {
  return typeof given === "object" && given !== null ? given : {};
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
