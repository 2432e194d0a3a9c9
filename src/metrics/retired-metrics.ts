import { type Metric, PACE } from "./metric.ts";

/**
 * What releases before 0.2 measured as `jitter_rfc3550`: the change from one gap to the next instead of RFC
 * 3550's difference from the sender's gap, which is about twice the jitter of independent gaps.
 */
const smoothedGapChange: Metric = {
  ...PACE,
  id: "jitter_gap_change",
  label: "Jitter (change from gap to gap)",
  unit: "ms",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 },
  definition: "J += (|D| − J) / 16, D = gap − gap before",
  measure: () => undefined,
};

/** Metrics of stored results that are no longer measured. */
export const retiredMetrics: readonly Metric[] = [smoothedGapChange];

/** A metric whose results were stored under an id that now has another meaning, or none. */
export interface RenamedMetric {
  readonly storedId: string;
  /** The definition under which it was stored; under another one, `storedId` is not renamed. */
  readonly storedDefinition: string;
  readonly id: string;
}

/** Recognised by the definitions in a run's manifest. */
export const renamedMetrics: readonly RenamedMetric[] = [
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
];
