/** When each token of an answer was due and sent, in microseconds from the request's arrival. */
export interface TokenTimes {
  readonly count: number;
  /** Takes down one more. */
  add(dueUs: number, sentUs: number): void;
  /** `undefined` where there are not so many. */
  dueUs(place: number): number | undefined;
  sentUs(place: number): number | undefined;
}

/** Where nobody has said how many will come. */
const FEW = 32;

/**
 * Times in one block of memory, 16 bytes a token. In objects, or in arrays that grow, they would be most of
 * what a busy server's collector has to move, and everything else waits for that.
 *
 * @param expected How many tokens will come, as far as is known. Cost: O(1) amortised for each, if there are more.
 */
export function tokenTimes(expected: number = FEW): TokenTimes {
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
    dueUs: (place) => (place < count ? times[2 * place] : undefined),
    sentUs: (place) => (place < count ? times[2 * place + 1] : undefined),
  };
}
