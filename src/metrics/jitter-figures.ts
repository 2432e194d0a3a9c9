import { medianOf } from "./median.ts";

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const NORMAL_CONSISTENCY = 1.4826;

/**
 * The standard deviation of gaps, in their unit; `undefined` for fewer than 2.
 *
 * @example
 * ```ts
 * jitterSd([10, 20]); // about 7.071
 * ```
 */
export function jitterSd(gaps: readonly number[]): number | undefined {
  if (gaps.length < 2) return undefined;
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
  return Math.sqrt(squares / (gaps.length - 1));
}

/**
 * The median absolute deviation of gaps, scaled to a standard deviation: unmoved by a few stalls.
 * `undefined` for fewer than 2.
 *
 * @example
 * ```ts
 * jitterMad([10, 20, 30]); // about 14.826
 * ```
 */
export function jitterMad(gaps: readonly number[]): number | undefined {
  const middle = gaps.length < 2 ? undefined : medianOf(gaps);
  if (middle === undefined) return undefined;
  const spread = medianOf(gaps.map((gap) => Math.abs(gap - middle)));
  return spread === undefined ? undefined : NORMAL_CONSISTENCY * spread;
}

/**
 * The running jitter of RTP: J += (|D| − J) / 16 from J = 0, where D is how much longer the gap between two
 * arrivals was than the gap between their sends. In the gaps' unit.
 *
 * @param gaps Between arrivals; `undefined` for none.
 * @param sentGaps Between the same sends. If they are not known, every one is taken to be the median of
 * `gaps`, which says nothing of a single gap: then `undefined` for fewer than 2.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1}
 *
 * @example
 * ```ts
 * jitterRfc3550([21, 18, 26, 15, 20], [20, 20, 20, 20, 20]); // about 0.7738
 * ```
 */
export function jitterRfc3550(
  gaps: readonly number[],
  sentGaps?: readonly number[],
): number | undefined {
  const nominal = medianOf(gaps);
  if (nominal === undefined || (sentGaps === undefined && gaps.length < 2)) return undefined;
  return gaps.reduce((jitter, gap, index) => {
    const difference = gap - (sentGaps?.[index] ?? nominal);
    return jitter + (Math.abs(difference) - jitter) / 16;
  }, 0);
}
