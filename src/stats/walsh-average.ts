/**
 * The number of Walsh averages of `n` values: the means of every two values, including each value with itself. The
 * functions here do not compute them all.
 */
export function countWalshAverages(n: number): number {
  return (n * (n + 1)) / 2;
}

/** The mean of two values, even if their sum exceeds the largest double. Monotone in both. */
export function average(a: number, b: number): number {
  const sum = a + b;
  return Number.isFinite(sum) ? sum / 2 : a / 2 + b / 2;
}

/**
 * How many Walsh averages are at most `bound`. Cost: O(n), one pass with two pointers.
 *
 * @param ascending Finite values in ascending order.
 */
export function countUpTo(ascending: Float64Array, bound: number): number {
  let count = 0;
  let last = ascending.length - 1;
  for (let first = 0; first <= last; first++) {
    const value = ascending[first] ?? 0;
    while (last >= first && average(value, ascending[last] ?? 0) > bound) last--;
    count += last - first + 1;
  }
  return count;
}

/**
 * The Walsh average of a rank, from 1, in ascending order.
 *
 * Bisects on the value until few enough averages are left to sort, or until no double lies between the bounds. So the
 * result is exactly one of the averages, and ties stay ties.
 *
 * Cost: O(n log n); 0.1 ms for 1,000 values.
 *
 * @param ascending Finite values in ascending order; at least 1.
 * @param rank From 1 to {@link countWalshAverages}.
 */
export function walshAverage(ascending: Float64Array, rank: number): number {
  // Fewer averages are at most `low` than `rank`, and no fewer are at most `high`.
  let low = indexOf(ascending[0] ?? 0) - 1n;
  let high = indexOf(ascending[ascending.length - 1] ?? 0);
  let upToLow = 0;
  let upToHigh = countWalshAverages(ascending.length);
  const fewEnough = Math.max(64, ascending.length);
  while (high - low > 1n && upToHigh - upToLow > fewEnough) {
    const middle = (low + high) >> 1n;
    const count = countUpTo(ascending, doubleAt(middle));
    if (count < rank) {
      low = middle;
      upToLow = count;
    } else {
      high = middle;
      upToHigh = count;
    }
  }
  if (high - low === 1n) return doubleAt(high);
  return between(ascending, doubleAt(low), doubleAt(high))[rank - upToLow - 1] ?? Number.NaN;
}

/** The Walsh averages above `low` and at most `high`, in ascending order. */
function between(ascending: Float64Array, low: number, high: number): Float64Array {
  const found: number[] = [];
  let lastHigh = ascending.length - 1;
  for (let first = 0; first <= lastHigh; first++) {
    const value = ascending[first] ?? 0;
    while (lastHigh >= first && average(value, ascending[lastHigh] ?? 0) > high) lastHigh--;
    for (let second = lastHigh; second >= first; second--) {
      const mean = average(value, ascending[second] ?? 0);
      if (mean <= low) break;
      // Turns −0 into 0.
      found.push(mean + 0);
    }
  }
  return new Float64Array(found).toSorted();
}

const LARGEST_INDEX = 0x7fffffffffffffffn;
const scratch = new DataView(new ArrayBuffer(8));

/** The index of a double among all doubles in ascending order, for bisection: 0 for 0, 1 for the next one. */
function indexOf(value: number): bigint {
  scratch.setFloat64(0, value);
  const bits = scratch.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & LARGEST_INDEX);
}

function doubleAt(index: bigint): number {
  scratch.setBigInt64(0, index >= 0n ? index : -index);
  const size = scratch.getFloat64(0);
  return index >= 0n ? size : -size;
}
