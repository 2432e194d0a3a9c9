import { type Metric, metricFamily } from "./metric.ts";

/** Metrics of stored results that are no longer measured. */
export const retiredMetrics: readonly Metric[] = metricFamily(
  { unit: "ms", defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 } },
  {
    /**
     * What releases before 0.2 measured as `jitter_rfc3550`: the change from one gap to the next instead of RFC
     * 3550's difference from the sender's gap, which is about twice the jitter of independent gaps.
     */
    jitter_gap_change: {
      label: "Jitter (change from gap to gap)",
      definition: "J += (|D| − J) / 16, D = gap − gap before",
      measure: () => undefined,
    },
  },
);

/**
 * Metrics whose results were stored under an id that now has another meaning, or none. An id is renamed only if the
 * run's manifest has `storedDefinition` for it.
 */
export const renamedMetrics = [
  {
    storedId: "stall_s",
    storedDefinition: "sum of gaps > max(5 · median gap, 200 ms)",
    id: "stall_ms",
  },
  {
    storedId: "jitter_rfc3550",
    storedDefinition: "J += (|D| − J) / 16 over consecutive gaps",
    id: "jitter_gap_change",
  },
] as const;
