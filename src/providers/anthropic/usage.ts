import type { Usage } from "../../events/index.ts";
import { asCount, dig } from "../../wire/index.ts";
import { reportedUsage, sumOfKnown } from "../decode/usage.ts";

/** Token counts of one answer, collected from its events. */
export interface UsageCounter {
  /** Reads the usage of `message_start`, whose output count covers only what was written by then. */
  start(usage: unknown): void;
  /** Reads a later usage, whose counts cover the whole answer. */
  add(usage: unknown): void;
  readonly usage: Omit<Usage, "type"> | undefined;
}

const INPUT_COUNTS = [
  "input_tokens",
  "cache_creation_input_tokens",
  "cache_read_input_tokens",
] as const;

/**
 * Returns a counter for one answer. The counts of its events are cumulative, so the latest value of each count wins;
 * it may be lower (612 input tokens after 60,385, once the conversation was compacted). A later event that lacks a
 * count or has 0 does not change it: some compatible servers do not know it there.
 *
 * Compactions and consulted models are billed separately. They are only in `iterations`, which is not added here.
 *
 * @see `BetaMessageDeltaUsage` of `@anthropic-ai/sdk`.
 */
export function usageCounter(): UsageCounter {
  const counts = new Map<string, number>();

  function update(name: string, value: unknown): void {
    const count = asCount(value);
    if (count !== undefined) counts.set(name, count === 0 ? (counts.get(name) ?? 0) : count);
  }

  function start(usage: unknown): void {
    for (const name of INPUT_COUNTS) update(name, dig(usage, name));
  }

  return {
    start,
    add(usage) {
      start(usage);
      update("output_tokens", dig(usage, "output_tokens"));
      update("thinking_tokens", dig(usage, "output_tokens_details", "thinking_tokens"));
    },
    get usage() {
      return reportedUsage({
        input: sumOfKnown(...INPUT_COUNTS.map((name) => counts.get(name))),
        cached: counts.get("cache_read_input_tokens"),
        output: counts.get("output_tokens"),
        reasoning: counts.get("thinking_tokens"),
      });
    },
  };
}
