import type { EndReason, Usage } from "../events/index.ts";
import { asCount, dig } from "../wire/index.ts";

/** A stop reason of Anthropic's, unified. */
export function anthropicEndReason(raw: string | undefined): EndReason {
  switch (raw) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return { kind: "length", raw };
    case "tool_use":
      return { kind: "tool-calls", raw };
    case "refusal":
      return { kind: "content-filter", raw };
    default:
      return { kind: "stop", raw };
  }
}

/** What an answer of Anthropic's has cost so far. */
export interface UsageCounter {
  /** Takes the usage of `message_start`; how much it says was written is not yet true. */
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
 * Puts together what several events say of one answer. A later event says again how much was read, or leaves
 * it out, or (from some that imitate this wire) says 0: the largest count holds, as none can fall.
 */
export function usageCounter(): UsageCounter {
  const counts = new Map<string, number>();

  function note(name: string, value: unknown): void {
    const count = asCount(value);
    if (count !== undefined) counts.set(name, Math.max(count, counts.get(name) ?? 0));
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
