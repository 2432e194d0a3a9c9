import type { Usage } from "../../events/index.ts";
import { asCount, dig } from "../../wire/index.ts";

/** What an answer of Anthropic's has cost so far. */
export interface UsageCounter {
  /** Takes the usage of `message_start`, whose output count is only of what was written by then. */
  begin(usage: unknown): void;
  /** Takes a later usage, whose counts are of the whole answer. */
  add(usage: unknown): void;
  /** `undefined` while nothing is known. */
  readonly usage: Omit<Usage, "type"> | undefined;
}

const INPUT_COUNTS = [
  "input_tokens",
  "cache_creation_input_tokens",
  "cache_read_input_tokens",
] as const;

/**
 * Puts together what several events report of one answer. Their counts are cumulative, so the latest one of each
 * holds; it may be lower (612 input tokens after 60,385, once the conversation was compacted). A count that a
 * later event leaves out or has as 0 is kept: some servers that imitate the API do not know it there.
 *
 * Compactions and consulted models are billed beside these counts. They are only in `iterations`, which is not
 * added here.
 *
 * @see `BetaMessageDeltaUsage` of `@anthropic-ai/sdk`.
 */
export function usageCounter(): UsageCounter {
  const counts = new Map<string, number>();

  function note(name: string, value: unknown): void {
    const count = asCount(value);
    if (count !== undefined) counts.set(name, count === 0 ? (counts.get(name) ?? 0) : count);
  }

  function begin(usage: unknown): void {
    for (const name of INPUT_COUNTS) note(name, dig(usage, name));
  }

  return {
    begin,
    add(usage) {
      begin(usage);
      note("output_tokens", dig(usage, "output_tokens"));
      note("thinking_tokens", dig(usage, "output_tokens_details", "thinking_tokens"));
    },
    get usage(): Omit<Usage, "type"> | undefined {
      if (counts.size === 0) return undefined;
      const read = INPUT_COUNTS.flatMap((name) => counts.get(name) ?? []);
      return {
        inputTokens: {
          total: read.length === 0 ? undefined : read.reduce((sum, count) => sum + count),
          cached: counts.get("cache_read_input_tokens"),
        },
        outputTokens: {
          total: counts.get("output_tokens"),
          reasoning: counts.get("thinking_tokens"),
        },
        source: "provider",
      };
    },
  };
}
