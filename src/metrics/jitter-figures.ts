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
 * The running jitter of RTP: J += (|D| − J) / 16, where D is the change from one gap to the next.
 * `undefined` for fewer than 2 gaps.
 *
 * @see RFC 3550, section 6.4.1. The senders' stamps are not known here, so equal spacing is taken for
 * them, which cancels out.
 *
 * @example
 * ```ts
 * jitterRfc3550([20, 36]); // 1
 * ```
 */
export function jitterRfc3550(gaps: readonly number[]): number | undefined {
  if (gaps.length < 2) return undefined;
  return gaps
    .slice(1)
    .reduce(
      (jitter, gap, index) => jitter + (Math.abs(gap - (gaps[index] ?? gap)) - jitter) / 16,
      0,
    );
}
