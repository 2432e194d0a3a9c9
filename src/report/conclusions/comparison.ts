import type { Margin } from "../../bench/index.ts";

/**
 * Scale of an effect: candidate ÷ baseline, candidate − baseline in the metric's unit, or the candidate's share of
 * answers with a value above 0 − the baseline's, in [−1, 1].
 */
export type EffectScale = "ratio" | "difference" | "share";

/** Comparison of the candidate with the baseline on one metric, over the pairs that both answered. */
export interface Comparison {
  readonly scale: EffectScale;
  /** Pairs with a value in both arms. */
  readonly pairs: number;
  /** Hodges–Lehmann over pairs, or the difference of shares, with a confidence interval of 1 − α. */
  readonly effect: Estimate;
  /** The typical difference of pairs in the metric's unit; `undefined` for shares and exploratory ratios. */
  readonly shift: Estimate | undefined;
  /** P(candidate > baseline) − P(candidate < baseline) over these pairs' answers, in [−1, 1]. */
  readonly cliffsDelta: number;
  /** Two-sided, over the assignments that the design could have drawn; in (0, 1]. */
  readonly p: number;
  /** `p` for the whole family: Holm for primary metrics, Benjamini–Hochberg for the others. */
  readonly adjustedP: number;
  /** `undefined` without a margin, when equivalence has no meaning. */
  readonly equivalence: EquivalenceResult | undefined;
  /**
   * Number of pairs that would show whether the effect is within the margin, with 80 % power, estimated from this
   * run's spread and not from its effect. `undefined` without a margin, if the spread is infinite, and if this run
   * already has that many, because the effect is too close to the edge of the margin.
   */
  readonly pairsToSettle: number | undefined;
  /** `undefined` if no pair failed on one side only, or neither direction is better. */
  readonly withFailures: WithFailures | undefined;
  /** The effect at each part of the distribution; empty for exploratory metrics. */
  readonly shifts: readonly EffectAtQuantile[];
}

/** Estimate with its confidence interval. */
export interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** The direction if one-sided failures rank as worse than any value. */
export interface WithFailures {
  /** Pairs that at least one arm answered. */
  readonly pairs: number;
  /** The side of "no effect" on which the whole interval lies; `undefined` if it contains it. */
  readonly direction: "lower" | "higher" | undefined;
  /** Whether this differs from the direction over the pairs that both arms answered. */
  readonly changesDirection: boolean;
}

/**
 * Whether the effect is reliably too small to matter: two one-sided tests at α each. Estimate and interval are
 * those of the effect on the margin's scale.
 */
export interface EquivalenceResult extends Estimate {
  /**
   * Scale of the margin that decided, and of all numbers here. It can differ from the comparison's: 20 ms can be
   * the margin of a time that is compared as a ratio.
   */
  readonly scale: EffectScale;
  /** Effects from `low` to `high`, inclusive, do not matter. */
  readonly within: { readonly low: number; readonly high: number };
  /** Confidence level of the interval, in (0, 1): 1 − 2α. */
  readonly level: number;
  /** The larger p of the two tests; 1 with fewer than 10 pairs, which never show equivalence. */
  readonly p: number;
  /** Whether p, adjusted for the family of primary metrics, is at most α. */
  readonly holds: boolean;
  /** The margin that decided, as declared: a share of the baseline can be tested as a difference. */
  readonly margin: Margin;
}

/** The effect at one quantile, on the comparison's scale, with a 95 % interval. */
export interface EffectAtQuantile extends Estimate {
  /** In (0, 1). */
  readonly quantile: number;
  /** The side of the margin on which the whole interval lies; `undefined` if none, or without a margin. */
  readonly beyondMargin: "lower" | "higher" | undefined;
}
