import { thinkingOf } from "../anthropic/thinking.ts";
import type { ChatRequest } from "../request/chat-request.ts";

/** The reasoning effort of a request, in the fields of the model's maker. */
export interface ReasoningFields {
  readonly fields: object;
  /** `maxOutputTokens`, increased so that reasoning does not use up the answer's tokens. */
  readonly maxTokens: number | undefined;
}

/**
 * Chooses the fields by the maker's name in the model's. Profiles under other names get no fields, and neither do the
 * models of makers that have none.
 *
 * @see {@link https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html}
 */
export function reasoningOf(request: ChatRequest): ReasoningFields {
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
