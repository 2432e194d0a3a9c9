import type { EndReason, Usage } from "../events/index.ts";
import { asCount, asText, dig } from "../wire/index.ts";

/** What an answer was, beside its finish reason: some servers say `stop` for everything. */
export interface AnswerKind {
  readonly refused: boolean;
  readonly calledTools: boolean;
}

/** The words that are not plain ends, of OpenAI and of those who imitate it. */
const KINDS: ReadonlyMap<string, Exclude<EndReason["kind"], "failed" | "aborted">> = new Map([
  ["length", "length"],
  ["tool_calls", "tool-calls"],
  ["function_call", "tool-calls"],
  ["content_filter", "content-filter"],
  // Mistral: the model's own context is full.
  ["model_length", "length"],
  // The server gave up: DeepSeek, vLLM, and routers that tell it of the server behind them.
  ["insufficient_system_resource", "truncated"],
  ["abort", "truncated"],
  ["error", "truncated"],
]);

/** A finish reason of OpenAI's completions wires, unified; of a complete answer where it is not known. */
export function endReasonOf(
  raw: string | undefined,
  { refused, calledTools }: AnswerKind,
): EndReason {
  if (refused) return { kind: "content-filter", raw };
  const kind = raw === undefined ? undefined : KINDS.get(raw);
  return { kind: kind ?? (calledTools ? "tool-calls" : "stop"), raw };
}

/**
 * Usage as OpenAI's completions wires tell it; `undefined` where there is none.
 *
 * @param chunk What has the usage. llama.cpp writes what it had in its cache beside it.
 */
export function completionUsageOf(chunk: unknown): Omit<Usage, "type"> | undefined {
  const usage = dig(chunk, "usage");
  const input = asCount(dig(usage, "prompt_tokens"));
  const output = asCount(dig(usage, "completion_tokens"));
  if (input === undefined && output === undefined) return undefined;
  return {
    inputTokens: {
      total: input,
      cached:
        asCount(dig(usage, "prompt_tokens_details", "cached_tokens")) ??
        asCount(dig(chunk, "timings", "cache_n")),
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
