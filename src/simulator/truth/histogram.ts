/** A histogram as Prometheus keeps it: counts at or below bounds, and the sum. */
export interface Histogram {
  observe(value: number): void;
  /** In the text format, without `HELP` and `TYPE`. */
  lines(name: string): readonly string[];
}

/**
 * @param bounds Ascending; the one that takes everything is added.
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
      const place = bounds.findIndex((bound) => value <= bound);
      if (place !== -1) counts[place] = (counts[place] ?? 0) + 1;
    },
    lines(name) {
      let below = 0;
      const buckets = bounds.map((bound, place) => {
        below += counts[place] ?? 0;
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
