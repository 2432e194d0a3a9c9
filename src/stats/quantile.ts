import type { Sorted } from "./sorted.ts";

/**
 * The quantile by linear interpolation: type 7 of Hyndman and Fan, the default of R and NumPy.
 *
 * @param values At least 1.
 * @param share In [0, 1]: 0.5 is the median.
 * @throws {RangeError} When there is no value, or `share` is outside [0, 1].
 *
 * @see R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician
 * 50(4), 1996.
 *
 * @example
 * ```ts
 * quantile(sorted([1, 2, 3, 4]), 0.5); // 2.5
 * ```
 */
export function quantile(values: Sorted, share: number): number {
  if (values.length === 0) {
    throw new RangeError("Cannot take a quantile as there must be a value: current length is 0");
  }
  requireShare(share);
  const place = (values.length - 1) * share;
  const below = values[Math.floor(place)] ?? Number.NaN;
  const above = values[Math.ceil(place)] ?? Number.NaN;
  // Two infinities have no difference, but they have a middle.
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

/** @throws {RangeError} When `share` is outside [0, 1]. */
export function requireShare(share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new RangeError(
    `Cannot take a quantile as the share must be from 0 to 1: current value is ${share}`,
  );
}
