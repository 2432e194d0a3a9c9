import { POSITIVE, integerFrom } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { SimulationError } from "../simulation-error.ts";
import type { ChunkSize } from "./token-chunker.ts";

/** Limits and target of an adaptive chunker. */
export interface AdaptiveChunkerOptions {
  /** @defaultValue `3` */
  readonly initialTokens?: number | undefined;
  /** @defaultValue `1` */
  readonly leastTokens?: number | undefined;
  /** @defaultValue `15` */
  readonly mostTokens?: number | undefined;
  /** Target time between chunks, in milliseconds. @defaultValue `50` */
  readonly targetGapMs?: number | undefined;
}

const GAPS_AVERAGED = 10;

/** The size does not change within 20 % of the target. */
const TOLERANCE = 0.2;

/**
 * Adapts the size of chunks to the pace: one token more if chunks are faster than the target, one fewer if they
 * are slower, by the mean of the last 10 gaps.
 *
 * @throws {SimulationError} When a size is not a positive integer, the sizes are out of order, or the gap is not
 * positive.
 * @see {@link https://github.com/ajcasagrande/fakeai} `AdaptiveChunker` in `fakeai/streaming/chunking.py`: the
 * same rule and defaults.
 *
 * @example
 * ```ts
 * const size = adaptiveChunker({ initialTokens: 3, targetGapMs: 50 });
 * size.observe(20);
 * size.tokens; // 4
 * ```
 */
export function adaptiveChunker({
  initialTokens = 3,
  leastTokens = 1,
  mostTokens = 15,
  targetGapMs = 50,
}: AdaptiveChunkerOptions = {}): ChunkSize {
  requireSettings("adapt chunks", { initialTokens, leastTokens, mostTokens }, integerFrom(1));
  requireSettings("adapt chunks", { targetGapMs }, POSITIVE);
  if (!(leastTokens <= initialTokens && initialTokens <= mostTokens)) {
    throw new SimulationError(
      `Cannot adapt chunks as leastTokens, initialTokens and mostTokens must be in order: current value is ${leastTokens}, ${initialTokens}, ${mostTokens}`,
    );
  }
  const gaps: number[] = [];
  let tokens = initialTokens;

  return {
    get tokens() {
      return tokens;
    },
    observe(gapMs) {
      gaps.push(gapMs);
      if (gaps.length > GAPS_AVERAGED) gaps.shift();
      const meanMs = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
      if (meanMs < targetGapMs * (1 - TOLERANCE)) tokens = Math.min(tokens + 1, mostTokens);
      else if (meanMs > targetGapMs * (1 + TOLERANCE)) tokens = Math.max(tokens - 1, leastTokens);
    },
  };
}
