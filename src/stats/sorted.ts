/** Numbers in ascending order: what every quantile wants, and what is easily forgotten. */
export type Sorted = readonly number[] & { readonly [ascending]: true };

declare const ascending: unique symbol;

/**
 * The values in ascending order, as a copy. Infinity is a value (a request that failed took for ever).
 *
 * Cost: O(n log n).
 *
 * @throws {RangeError} When a value is `NaN`.
 *
 * @example
 * ```ts
 * sorted([3, 1, 2]); // [1, 2, 3]
 * ```
 */
export function sorted(values: readonly number[]): Sorted {
  if (values.some(Number.isNaN)) {
    throw new RangeError("Cannot sort as every value must be a number: current value is NaN");
  }
  // The one place where a list becomes a sorted one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Array.from(new Float64Array(values).toSorted()) as readonly number[] as Sorted;
}
