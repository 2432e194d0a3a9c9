/** Numbers in order, to which more can be added. */
export interface GrowingSample {
  /** Adds numbers in any order. Cost: O(n + k log k) for k numbers; the O(n) is one pass of moves. */
  add(values: readonly number[]): void;
  readonly size: number;
  /** As `medianOf`. Cost: O(1). */
  median(): number | undefined;
  /** The median of the distances from `center`. Cost: O(log n). */
  medianDistance(center: number): number | undefined;
  /** The values above `threshold`, lowest first. Cost: O(log n + those values). */
  above(threshold: number): Float64Array;
}

export function growingSample(): GrowingSample {
  let values = new Float64Array(256);
  let size = 0;

  function at(index: number): number {
    return values[index] ?? Number.NaN;
  }

  /** The number of values that are at most `limit`. */
  function countUpTo(limit: number): number {
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(middle) <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The `rank`-th smallest distance from `center`, from 0. The distances of the values below `center` and of those above it
   * are two sorted lists, so that the smallest `rank` of both are found by halving.
   */
  function distance(center: number, rank: number): number {
    const split = countUpTo(center);
    const below = (index: number) => (index < split ? center - at(split - 1 - index) : Infinity);
    const above = (index: number) => (split + index < size ? at(split + index) - center : Infinity);
    let low = Math.max(0, rank - (size - split));
    let high = Math.min(rank, split);
    while (low < high) {
      const taken = (low + high) >> 1;
      if (below(taken) < above(rank - taken - 1)) low = taken + 1;
      else high = taken;
    }
    return Math.min(below(low), above(rank - low));
  }

  return {
    add(more) {
      const added = Float64Array.from(more).toSorted();
      if (size + added.length > values.length) {
        const grown = new Float64Array(2 * (size + added.length));
        grown.set(values.subarray(0, size));
        values = grown;
      }
      // Merged from the end, so that values below all new ones do not move.
      let from = size;
      size += added.length;
      let to = size;
      for (let next = added.length - 1; next >= 0; next--) {
        const value = added[next] ?? 0;
        while (from > 0 && at(from - 1) > value) values[--to] = at(--from);
        values[--to] = value;
      }
    },
    get size() {
      return size;
    },
    median() {
      if (size === 0) return undefined;
      return middleOf(at((size - 1) >> 1), at(size >> 1));
    },
    medianDistance(center) {
      if (size === 0) return undefined;
      return middleOf(distance(center, (size - 1) >> 1), distance(center, size >> 1));
    },
    above: (threshold) => values.slice(countUpTo(threshold), size),
  };
}

function middleOf(lower: number, upper: number): number {
  return lower + (upper - lower) * 0.5;
}
