import type { Usage } from "../../events/index.ts";

/** Token counts of one answer. `cached` is part of `input`, `reasoning` part of `output`. */
interface TokenCounts {
  readonly input: number | undefined;
  readonly cached?: number | undefined;
  readonly output: number | undefined;
  readonly reasoning?: number | undefined;
}

/** Usage reported by the provider; `undefined` if it counts neither input nor output. */
export function reportedUsage(counts: TokenCounts): Omit<Usage, "type"> | undefined {
  const { input, cached, output, reasoning } = counts;
  if (input === undefined && output === undefined) return undefined;
  return {
    inputTokens: { total: input, cached },
    outputTokens: { total: output, reasoning },
    source: "provider",
  };
}

/** Sum of the known counts; `undefined` if none is known. */
export function sumOfKnown(...counts: readonly (number | undefined)[]): number | undefined {
  let sum: number | undefined;
  for (const count of counts) if (count !== undefined) sum = (sum ?? 0) + count;
  return sum;
}
