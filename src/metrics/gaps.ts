import { elapsedMs } from "../clock/index.ts";
import type { StreamTiming } from "./stream-timing.ts";

/**
 * The gaps between consecutive pieces of content, in milliseconds: one fewer than there are pieces.
 * Pieces of one socket read are 0 apart.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * gapsMs(timingAt(trace, "wire")); // []
 * ```
 */
export function gapsMs({ arrivals }: StreamTiming): number[] {
  return arrivals.slice(1).map(({ at }, index) => elapsedMs(arrivals[index]?.at ?? at, at));
}

/**
 * The gaps spread over the tokens of the piece that ended them: `k` tokens after a gap of `g` ms are
 * `k` gaps of `g / k` ms. A piece without a whole token passes its gap on to the next.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * tokenGapsMs(timingAt(trace, "wire")); // []
 * ```
 */
export function tokenGapsMs(timing: StreamTiming): number[] {
  let carriedMs = 0;
  return gapsMs(timing).flatMap((gapMs, index) => {
    const tokens = timing.arrivals[index + 1]?.tokens ?? 0;
    carriedMs += gapMs;
    if (tokens === 0) return [];
    const shareMs = carriedMs / tokens;
    carriedMs = 0;
    return Array.from({ length: tokens }, () => shareMs);
  });
}
