import type { Layer, StreamTiming } from "./stream-timing.ts";

/** The largest effect that does not matter, on the scale on which a metric is compared. */
export type DefaultMargin =
  | {
      readonly kind: "ratio";
      /** Share of the baseline: 0.05 is 5 %. */
      readonly share: number;
      /** In the metric's unit: a smaller effect does not matter, even if it is more than `share`. */
      readonly atLeast: number;
    }
  | {
      readonly kind: "difference";
      /** In the metric's unit; for {@link Metric.compareAs} `share`, of the share itself: 0.05 is 5 points. */
      readonly by: number;
    };

/**
 * One number about one stream, with all that a table, a chart or a verdict must know about it.
 *
 * Laws, checked for every metric by `test/contracts/metric.ts`:
 * 1. A value is finite, or `undefined` if it is unknown; an empty stream has no gaps.
 * 2. The value does not depend on the clock's origin.
 * 3. A time has a default margin, and a margin is on the scale on which the metric is compared.
 * 4. `countsTokens` is true exactly if a provider's token count can change the value.
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
  /**
   * Whether a lower value is called "faster" and a higher one "slower". Jitter, stalls and added delays are in
   * milliseconds but are not speeds.
   */
  readonly isSpeed: boolean;
  /**
   * The part of the answer that the value depends on: its `beginning`, the `pace` after it, or the `whole` answer,
   * of which a longer one has more.
   */
  readonly dependsOn: "beginning" | "pace" | "whole";
  /** Whether it counts tokens: a provider's tokens and deltas are different units. */
  readonly countsTokens: boolean;
  /**
   * Which of the client's measuring errors goes into the value: that of the time to the first token, or that of the
   * gaps between tokens. `undefined` if neither does.
   */
  readonly errorFrom: "ttft" | "gap" | undefined;
  /**
   * How two arms are compared. Declared by the metric and never decided by the data: one 0 among the
   * values must not change what the numbers of a verdict mean.
   *
   * - `ratio`: candidate ÷ baseline. All times and rates of a stream.
   * - `difference`: candidate − baseline, in `unit`. For values that are often 0, such as the delay that a buffer
   *   adds, and for scores with an upper limit.
   * - `share`: the share of answers in which the value is above 0. For stalls and bursts, which most
   *   answers do not have at all, so that their median is 0 in both arms.
   */
  readonly compareAs: "ratio" | "difference" | "share";
  /** The largest effect that does not matter if a plan declares none; `undefined` if any may matter. */
  readonly defaultMargin: DefaultMargin | undefined;
  /** The formula, for results and reports. */
  readonly definition: string;
  readonly layers: readonly Layer[];
  measure(timing: StreamTiming): number | undefined;
}

/** What most metrics have in common: they depend on the pace, are compared as ratios, and lower is better. */
const USUAL = {
  better: "lower",
  isSpeed: false,
  dependsOn: "pace",
  countsTokens: false,
  errorFrom: undefined,
  compareAs: "ratio",
  layers: ["wire", "flush"],
} as const satisfies Partial<Metric>;

type Facts = Partial<Omit<Metric, "id">>;

/** Metrics by id. Each may override the `shared` facts, which override the usual ones. */
export function metricFamily(
  shared: Facts & Pick<Metric, "unit" | "defaultMargin">,
  metrics: Readonly<Record<string, Facts & Pick<Metric, "label" | "definition" | "measure">>>,
): readonly Metric[] {
  return Object.entries(metrics).map(([id, facts]) => ({ ...USUAL, ...shared, ...facts, id }));
}
