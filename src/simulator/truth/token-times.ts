/** Capacity if the number of tokens is unknown. */
const DEFAULT_CAPACITY = 32;

/**
 * Due and sent times of an answer's tokens, in microseconds from the request's arrival; `undefined` for an index that is
 * out of range.
 *
 * In one block of memory, 16 bytes per token. As objects or growing arrays, they would be most of what the
 * garbage collector of a busy server has to move, which delays every stream.
 *
 * @param expected Expected number of tokens. More can be added, at a cost of O(1) amortised.
 */
export function tokenTimes(expected = DEFAULT_CAPACITY) {
  let times = new Float64Array(2 * Math.max(expected, 1));
  let count = 0;

  return {
    get count(): number {
      return count;
    },
    add(dueUs: number, sentUs: number): void {
      if (2 * count === times.length) {
        const more = new Float64Array(2 * times.length);
        more.set(times);
        times = more;
      }
      times[2 * count] = dueUs;
      times[2 * count + 1] = sentUs;
      count++;
    },
    dueUs: (index: number) => (index < count ? times[2 * index] : undefined),
    sentUs: (index: number) => (index < count ? times[2 * index + 1] : undefined),
  };
}
