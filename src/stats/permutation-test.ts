import type { Random } from "./random.ts";
import { integerFrom, requireNumbers } from "./require-numbers.ts";
import { requireFinite, requireLength } from "./require-sample.ts";

/** What a permutation test may vary. */
export interface PermutationTestOptions {
  readonly random: Random;
  /**
   * How many relabelings are drawn; a whole number from 1.
   *
   * @defaultValue `9999`
   */
  readonly permutations?: number | undefined;
}

/** Sums of the same numbers in another order differ in their last bits; that is no difference. */
const ROUNDING = 1e-12;

/**
 * Two-sided p-value for "both samples come from one distribution", by the difference of means.
 *
 * The samples may differ in size. They may be in any unit, as long as it is the same one. The
 * observed labeling counts as one of the relabelings, so the result is never 0.
 *
 * Cost: O(permutations × (a + b)) time, O(a + b) memory.
 *
 * @param a One value per trial of the baseline; at least 2.
 * @param b One value per trial of the candidate; at least 2.
 * @returns A probability in (0, 1].
 * @throws {RangeError} When a sample has fewer than 2 values, one is not finite, or `permutations` is not
 * a whole number from 1.
 *
 * @see B. Phipson and G. K. Smyth, "Permutation P-values Should Never Be Zero", Statistical
 * Applications in Genetics and Molecular Biology 9(1), 2010, article 39.
 *
 * @example
 * ```ts
 * permutationTest([10, 11, 12], [30, 31, 32], { random: seededRandom(1) }); // about 0.1
 * ```
 */
export function permutationTest(
  a: readonly number[],
  b: readonly number[],
  { random, permutations = 9_999 }: PermutationTestOptions,
): number {
  const action = "relabel two samples";
  for (const sample of [a, b]) {
    requireLength(sample.length, 2, action);
    requireFinite(sample, action);
  }
  requireNumbers(action, { permutations }, integerFrom(1));
  const pool = [...a, ...b];
  const total = sum(pool);
  const distance = (sumOfA: number) => Math.abs(sumOfA / a.length - (total - sumOfA) / b.length);
  const observed = distance(sum(a)) * (1 - ROUNDING);

  let atLeast = 0;
  for (let draw = 0; draw < permutations; draw++) {
    if (distance(sumOfDrawn(pool, a.length, random)) >= observed) atLeast++;
  }
  return (1 + atLeast) / (1 + permutations);
}

/** The sum of `count` values drawn without replacement: the first steps of a Fisher–Yates shuffle. */
function sumOfDrawn(pool: number[], count: number, random: Random): number {
  let drawn = 0;
  for (let index = 0; index < count; index++) {
    const other = index + Math.floor(random() * (pool.length - index));
    const value = pool[other] ?? Number.NaN;
    pool[other] = pool[index] ?? Number.NaN;
    pool[index] = value;
    drawn += value;
  }
  return drawn;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
