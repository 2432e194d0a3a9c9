import { medianOf } from "./median.ts";

/** What is a stall. */
export interface StallOptions {
  /** A gap is one when it exceeds so many medians … @defaultValue `5` */
  readonly medians?: number;
  /** … and so many milliseconds, which a reader would notice. @defaultValue `200` */
  readonly leastMs?: number;
}

/** The stalls of a stream. */
export interface Stalls {
  readonly count: number;
  readonly totalMs: number;
  /** 0 when there are none. */
  readonly longestMs: number;
  /** Of all the time between the first and the last piece; in [0, 1]. */
  readonly share: number;
}

/**
 * The gaps that a reader notices as stalls: those longer than max(5 medians, 200 ms).
 *
 * @param gapsMs At least 1; `undefined` for none.
 *
 * @example
 * ```ts
 * stallsIn([20, 20, 20, 440]); // { "count": 1, "totalMs": 440, "longestMs": 440, "share": 0.88 }
 * ```
 */
export function stallsIn(
  gapsMs: readonly number[],
  { medians = 5, leastMs = 200 }: StallOptions = {},
): Stalls | undefined {
  const middle = medianOf(gapsMs);
  if (middle === undefined) return undefined;
  const threshold = Math.max(medians * middle, leastMs);
  const stalls = gapsMs.filter((gap) => gap > threshold);
  const allMs = gapsMs.reduce((sum, gap) => sum + gap, 0);
  const totalMs = stalls.reduce((sum, gap) => sum + gap, 0);
  return {
    count: stalls.length,
    totalMs,
    longestMs: stalls.reduce((longest, gap) => Math.max(longest, gap), 0),
    share: allMs === 0 ? 0 : totalMs / allMs,
  };
}
