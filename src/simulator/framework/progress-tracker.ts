import { integerFrom } from "../../stats/index.ts";
import { type Clock, elapsedMs, type Instant } from "../../clock/index.ts";
import { requireSettings } from "../settings/require-setting.ts";

/** Progress of a stream. */
export interface StreamProgress {
  readonly chunks: number;
  readonly tokens: number;
  readonly totalTokens: number;
  /** Share of all tokens, from 0 to 100; 100 for a stream without tokens. */
  readonly percent: number;
  /** `undefined` before the first chunk. */
  readonly timeToFirstChunkMs: number | undefined;
  /** From the first chunk to the latest; `undefined` until two chunks differ in time. */
  readonly tokensPerSecond: number | undefined;
  /** Estimated time for the rest at that pace; `undefined` if unknown. */
  readonly remainingMs: number | undefined;
}

/**
 * Tracks a stream that begins now.
 *
 * The rate covers the tokens after the first chunk and the time from the first chunk to the latest. FakeAI also
 * counts the tokens of the first chunk, and its rate falls while no chunk arrives.
 *
 * @throws {SimulationError} When the number of tokens is not an integer from 0.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * const tracker = progressTracker(clock, 4);
 * tracker.record(1);
 * await clock.advanceBy(50);
 * tracker.record(1);
 * const { percent, tokensPerSecond, remainingMs } = tracker.progress;
 * [percent, tokensPerSecond, remainingMs]; // [50, 20, 100]
 * ```
 */
export function progressTracker(clock: Clock, totalTokens: number) {
  requireSettings("track progress", { totalTokens }, integerFrom(0));
  const startedAt = clock.now();
  let chunks = 0;
  let tokens = 0;
  let first: { readonly at: Instant; readonly tokens: number } | undefined;
  let latestAt: Instant = startedAt;

  function tokensPerSecond(): number | undefined {
    const spanMs = first === undefined ? 0 : elapsedMs(first.at, latestAt);
    return first === undefined || spanMs === 0
      ? undefined
      : ((tokens - first.tokens) * 1000) / spanMs;
  }

  return {
    /** Records a chunk that arrives now. */
    record(more: number): void {
      chunks++;
      tokens += more;
      latestAt = clock.now();
      first ??= { at: latestAt, tokens: more };
    },
    get progress(): StreamProgress {
      const pace = tokensPerSecond();
      const left = Math.max(0, totalTokens - tokens);
      return {
        chunks,
        tokens,
        totalTokens,
        percent: totalTokens === 0 ? 100 : Math.min(100, (tokens * 100) / totalTokens),
        timeToFirstChunkMs: first === undefined ? undefined : elapsedMs(startedAt, first.at),
        tokensPerSecond: pace,
        remainingMs: pace === undefined || pace === 0 ? undefined : (left * 1000) / pace,
      };
    },
  };
}
