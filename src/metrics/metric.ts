import type { Layer, StreamTiming } from "./stream-timing.ts";

/**
 * One number about one stream, with enough about itself for any table or chart to print it honestly.
 *
 * Laws, checked for every metric by `test/contracts/metric.ts`:
 * 1. A value is finite; what is not known is `undefined`, and an empty stream knows nothing of gaps.
 * 2. The value does not depend on where the clock's origin lies.
 */
export interface Metric {
  /** Stable across releases; part of results. */
  readonly id: string;
  readonly label: string;
  /** `points` are from 0 to 100. */
  readonly unit:
    | "ms"
    | "tokens"
    | "tokens/s"
    | "(tokens/s)²"
    | "1/s"
    | "ratio"
    | "count"
    | "points";
  readonly better: "lower" | "higher" | "neither";
  /** How two values are compared: `difference` for those that may be 0. */
  readonly scale: "ratio" | "difference";
  /** The formula, for results and reports. */
  readonly definition: string;
  readonly layers: readonly Layer[];
  measure(timing: StreamTiming): number | undefined;
}
