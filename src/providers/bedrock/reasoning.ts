import { thinkingOf } from "../anthropic/thinking.ts";
import type { ChatRequest } from "../request/chat-request.ts";

/** What says to a model on Bedrock how much to reason: a part of the request that each maker has for itself. */
export interface BedrockReasoning {
  readonly fields: object;
  /** What `maxOutputTokens` has to become, so that reasoning does not eat up the answer. */
  readonly maxTokens: number | undefined;
}

/**
 * By the maker's name in the model's: a model behind the name of a profile of the user's own is told nothing,
 * nor is one whose maker has no such thing.
 *
 * @see {@link https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html}
 */
export function bedrockReasoningOf(request: ChatRequest): BedrockReasoning {
  const { model, reasoning, maxOutputTokens: maxTokens } = request;
  if (reasoning === undefined) return { fields: {}, maxTokens };
  if (/claude/u.test(model)) {
    const { max_tokens, ...thinking } = thinkingOf(request);
    return {
      fields: thinking,
      maxTokens: maxTokens === undefined ? undefined : max_tokens,
    };
  }
  return { fields: effortOf(model, reasoning), maxTokens };
}

function effortOf(model: string, effort: NonNullable<ChatRequest["reasoning"]>): object {
  if (/gpt-oss/u.test(model)) return { reasoning_effort: effort };
  if (/^(?:[a-z-]+\.)?openai\./u.test(model)) return { reasoning: { effort } };
  if (/nova-2/u.test(model) && effort !== "none") {
    return { reasoningConfig: { type: "enabled", maxReasoningEffort: effort } };
  }
  return {};
}
