import type Anthropic from "@anthropic-ai/sdk";

import type { ChatRequest } from "../request/chat-request.ts";

/** The API requires a limit. */
const DEFAULT_ANSWER_TOKENS = 16_000;

/**
 * Tokens for thinking. With the default answer, even the largest budget fits into 32,000 tokens: the output limit of
 * the smallest model that takes a budget.
 */
const BUDGET_TOKENS = { low: 2_000, medium: 8_000, high: 16_000 } as const;

/**
 * The models that support thinking only with a budget: 3.7 to 4.5. They refuse the fields of all later models, which
 * refuse a budget. No model will be added.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting}
 */
const THINKS_BY_BUDGET =
  /claude-(?:3[-.]7|(?:opus|sonnet|haiku)-4(?:[-.][015](?!\d)|[-@]\d{8}|$))/u;

/** Thinking counts as output, so its tokens are added to those of the answer. */
export function thinkingOf(
  request: ChatRequest,
): Pick<Anthropic.MessageCreateParams, "max_tokens" | "thinking" | "output_config"> {
  const { model, reasoning, maxOutputTokens = DEFAULT_ANSWER_TOKENS } = request;
  const byBudget = THINKS_BY_BUDGET.test(model);
  const plain = { max_tokens: maxOutputTokens };
  if (reasoning === undefined) return plain;
  if (reasoning === "none") return byBudget ? plain : { ...plain, thinking: { type: "disabled" } };
  if (byBudget && continuesTurn(request)) return plain;

  const budget = BUDGET_TOKENS[reasoning];
  const max_tokens = maxOutputTokens + budget;
  if (byBudget) return { max_tokens, thinking: { type: "enabled", budget_tokens: budget } };
  return {
    max_tokens,
    // By default, the later models do not return their thoughts.
    thinking: { type: "adaptive", display: "summarized" },
    output_config: { effort: reasoning },
  };
}

/**
 * Whether the model is to continue a turn that it began. With a budget, that turn would have to start with its signed
 * thoughts, which are not kept.
 */
function continuesTurn({ messages }: ChatRequest): boolean {
  const last = messages.findLast(({ role }) => role !== "system");
  return last !== undefined && last.role !== "user";
}
