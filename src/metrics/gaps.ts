import { elapsedMs } from "../clock/index.ts";
import type { Arrival, StreamTiming } from "./stream-timing.ts";

/**
 * The gaps between consecutive arrivals of content, in milliseconds. The content of one read or one flush is
 * one arrival, so tokens that share a read cause no gaps of 0.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * gapsMs(timingAt(trace, "wire")); // []
 * ```
 */
export function gapsMs({ arrivals }: StreamTiming): number[] {
  return gapsBetween(arrivals);
}

/**
 * The gaps between consecutive parts of content, in milliseconds: one fewer than there are parts.
 * Parts of one socket read are 0 apart.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();
 * partGapsMs(timingAt(trace, "wire")); // []
 * ```
 */
export function partGapsMs({ parts }: StreamTiming): number[] {
  return gapsBetween(parts);
}

/**
 * Returns the gaps, divided by the tokens of the arrival that ended them: `k` tokens after a gap of `g` ms are
 * `k` gaps of `g / k` ms. A token belongs to the arrival that completes it; an arrival that completes none
 * passes its gap on to the next.
 */
export function tokenGapsMs({ arrivals }: StreamTiming): number[] {
  const [first] = arrivals;
  if (first === undefined) return [];
  let arrivedTokens = first.tokens;
  let waitedFrom = first.at;
  return arrivals.slice(1).flatMap(({ at, tokens }) => {
    const before = wholeTokens(arrivedTokens);
    arrivedTokens += tokens;
    const completed = wholeTokens(arrivedTokens) - before;
    if (completed === 0) return [];
    const shareMs = elapsedMs(waitedFrom, at) / completed;
    waitedFrom = at;
    return Array.from({ length: completed }, () => shareMs);
  });
}

/** Sums of token shares are whole numbers except for rounding. */
function wholeTokens(tokens: number): number {
  return Math.floor(tokens + 1e-6);
}

function gapsBetween(content: readonly Arrival[]): number[] {
  return content.slice(1).map(({ at }, index) => elapsedMs(content[index]?.at ?? at, at));
}
