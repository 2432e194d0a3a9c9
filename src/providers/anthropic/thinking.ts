import type Anthropic from "@anthropic-ai/sdk";

import type { ChatRequest } from "../request/chat-request.ts";

/** How long an answer may be where nobody said, in tokens. The wire asks for a number. */
const DEFAULT_ANSWER_TOKENS = 16_000;

/**
 * How many tokens may be thought. With the default answer even the largest fits into 32,000, which is all
 * that the smallest of the models that take a budget may write.
 */
const BUDGET_TOKENS = { low: 2_000, medium: 8_000, high: 16_000 } as const;

/**
 * The models that know thinking only by a budget: 3.7 to 4.5. They refuse what all later models take, and
 * those refuse a budget. No model will be added.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting}
 */
const THINKS_BY_BUDGET =
  /claude-(?:3[-.]7|(?:opus|sonnet|haiku)-4(?:[-.][015](?!\d)|[-@]\d{8}|$))/u;

/** What of a request says how long the answer may be and how much is thought before it. */
export type Thinking = Pick<
  Anthropic.MessageCreateParams,
  "max_tokens" | "thinking" | "output_config"
>;

/**
 * Says to a model of Anthropic's how much to think. Thoughts count as output, so what is asked for them is
 * added to what is asked for the answer.
 */
export function thinkingOf(request: ChatRequest): Thinking {
  const { model, reasoning, maxOutputTokens = DEFAULT_ANSWER_TOKENS } = request;
  const byBudget = THINKS_BY_BUDGET.test(model);
  if (reasoning === undefined) return { max_tokens: maxOutputTokens };
  if (reasoning === "none") {
    return { max_tokens: maxOutputTokens, ...(byBudget ? {} : { thinking: { type: "disabled" } }) };
  }
  if (byBudget && goesOn(request)) return { max_tokens: maxOutputTokens };

  const budget = BUDGET_TOKENS[reasoning];
  const max_tokens = maxOutputTokens + budget;
  if (byBudget) return { max_tokens, thinking: { type: "enabled", budget_tokens: budget } };
  return {
    max_tokens,
    // Unless they are asked for, the later models keep their thoughts to themselves.
    thinking: { type: "adaptive", display: "summarized" },
    output_config: { effort: reasoning },
  };
}

/**
 * Whether the model is to go on with a turn that it began itself. With a budget that turn would have to
 * begin with its signed thoughts, which nobody has kept.
 */
function goesOn({ messages }: ChatRequest): boolean {
  const last = messages.findLast(({ role }) => role !== "system");
  return last !== undefined && last.role !== "user";
}
