import type { Usage } from "../../events/index.ts";
import { asCount, dig } from "../../wire/index.ts";

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
