import type { EndReason, Usage } from "../events/index.ts";
import { asCount, asText, dig } from "../wire/index.ts";

/** What an answer was, beside its finish reason: some servers say `stop` for everything. */
export interface AnswerKind {
  readonly refused: boolean;
  readonly calledTools: boolean;
}

/** A finish reason of OpenAI's completions wires, unified. */
export function endReasonOf(raw: string, { refused, calledTools }: AnswerKind): EndReason {
  if (refused) return { kind: "content-filter", raw };
  switch (raw) {
    case "length":
      return { kind: "length", raw };
    case "tool_calls":
    case "function_call":
      return { kind: "tool-calls", raw };
    case "content_filter":
      return { kind: "content-filter", raw };
    default:
      return { kind: calledTools ? "tool-calls" : "stop", raw };
  }
}

/** Usage as OpenAI's completions wires tell it; `undefined` where it is none. */
export function completionUsageOf(usage: unknown): Omit<Usage, "type"> | undefined {
  const input = asCount(dig(usage, "prompt_tokens"));
  const output = asCount(dig(usage, "completion_tokens"));
  if (input === undefined && output === undefined) return undefined;
  return {
    inputTokens: {
      total: input,
      cached: asCount(dig(usage, "prompt_tokens_details", "cached_tokens")),
    },
    outputTokens: {
      total: output,
      reasoning: asCount(dig(usage, "completion_tokens_details", "reasoning_tokens")),
    },
    source: "provider",
  };
}

/** The text if there is any: some servers write the empty text for what they do not know. */
export function asWord(value: unknown): string | undefined {
  const text = asText(value);
  return text === "" ? undefined : text;
}
