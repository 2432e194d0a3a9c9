/**
 * How often a value of `b` exceeds one of `a`, less how often it is the other way round: −1 when all of
 * `b` is below all of `a`, 0 when neither prevails, 1 when all of `b` is above.
 *
 * Cost: O(a × b).
 *
 * @param a At least 1.
 * @param b At least 1.
 * @throws {RangeError} When a sample is empty.
 *
 * @see N. Cliff, "Dominance statistics", Psychological Bulletin 114(3), 1993.
 *
 * @example
 * ```ts
 * cliffsDelta([1, 2], [2, 3]); // 0.75
 * ```
 */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) {
    throw new RangeError(
      `Cannot compare as each sample must have a value: current lengths are ${a.length} and ${b.length}`,
    );
  }
  let excess = 0;
  for (const x of a) for (const y of b) excess += Math.sign(y - x);
  return excess / (a.length * b.length);
}
