/** Due and sent times of an answer's tokens, in microseconds from the request's arrival. */
export interface TokenTimes {
  readonly count: number;
  add(dueUs: number, sentUs: number): void;
  /** `undefined` if `index` is out of range. */
  dueUs(index: number): number | undefined;
  /** `undefined` if `index` is out of range. */
  sentUs(index: number): number | undefined;
}

/** Capacity if the number of tokens is unknown. */
const DEFAULT_CAPACITY = 32;

/**
 * Stores times in one block of memory, 16 bytes per token. As objects or growing arrays, they would be most of what the
 * garbage collector of a busy server has to move, which delays every stream.
 *
 * @param expected Expected number of tokens. More can be added, at a cost of O(1) amortised.
 */
export function tokenTimes(expected: number = DEFAULT_CAPACITY): TokenTimes {
  let times = new Float64Array(2 * Math.max(expected, 1));
  let count = 0;

  return {
    get count() {
      return count;
    },
    add(dueUs, sentUs) {
      if (2 * count === times.length) {
        const more = new Float64Array(2 * times.length);
        more.set(times);
        times = more;
      }
      times[2 * count] = dueUs;
      times[2 * count + 1] = sentUs;
      count++;
    },
    dueUs: (index) => (index < count ? times[2 * index] : undefined),
    sentUs: (index) => (index < count ? times[2 * index + 1] : undefined),
  };
}
