/** A Prometheus histogram: counts of values at or below each bound, and their sum. */
export interface Histogram {
  observe(value: number): void;
  /** Formats it as text, without `HELP` and `TYPE`. */
  lines(name: string): readonly string[];
}

/**
 * @param bounds Ascending; `+Inf` is added.
 *
 * @see {@link https://prometheus.io/docs/instrumenting/exposition_formats/}
 */
export function histogram(bounds: readonly number[]): Histogram {
  const counts = bounds.map(() => 0);
  let sum = 0;
  let count = 0;

  return {
    observe(value) {
      count++;
      sum += value;
      const index = bounds.findIndex((bound) => value <= bound);
      if (index !== -1) counts[index] = (counts[index] ?? 0) + 1;
    },
    lines(name) {
      let below = 0;
      const buckets = bounds.map((bound, index) => {
        below += counts[index] ?? 0;
        return `${name}_bucket{le="${bound}"} ${below}`;
      });
      return [
        ...buckets,
        `${name}_bucket{le="+Inf"} ${count}`,
        `${name}_sum ${sum}`,
        `${name}_count ${count}`,
      ];
    },
  };
}
