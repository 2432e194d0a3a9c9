import type { Margin } from "../../bench/index.ts";

/**
 * What the effect is in: candidate ÷ baseline, candidate − baseline in the metric's unit, or the
 * candidate's share of answers with a value above 0 − the baseline's, in [−1, 1].
 */
export type EffectScale = "ratio" | "difference" | "share";

/** A candidate against the baseline, over the pairs that both answered. */
export interface Comparison {
  readonly scale: EffectScale;
  /** Pairs that both arms answered with a figure. */
  readonly pairs: number;
  /** Hodges–Lehmann over pairs, or the difference of shares, with a confidence interval of 1 − α. */
  readonly effect: Estimate;
  /** The typical difference of pairs in the metric's unit; `undefined` for shares and exploratory ratios. */
  readonly shift: Estimate | undefined;
  /** P(candidate > baseline) − P(candidate < baseline) over these pairs' answers, in [−1, 1]. */
  readonly cliffsDelta: number;
  /** Two-sided, from the assignments that the design could have drawn; in (0, 1]. */
  readonly p: number;
  /** `p` for the whole family: Holm for primary metrics, Benjamini–Hochberg for the others. */
  readonly adjustedP: number;
  /** `undefined` where no margin stands: without one, equivalence has no meaning. */
  readonly equivalence: EquivalenceResult | undefined;
  /**
   * Pairs that would settle whether the effect is within the margin, with 80 % power, judging by this
   * run's spread and not by its effect. `undefined` without a margin, if the spread is infinite, and if
   * this run already has so many: then the effect lies too near to the margin's edge.
   */
  readonly pairsToSettle: number | undefined;
  /** `undefined` if no pair failed on one side only, or neither direction is better. */
  readonly withFailures: WithFailures | undefined;
  /** The effect at each part of the distribution; empty for exploratory metrics. */
  readonly shifts: readonly EffectAtQuantile[];
}

/** A number with the range in which it may well lie. */
export interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** The comparison with one-sided failures ranked as worse than any figure. */
export interface WithFailures {
  /** Pairs that at least one arm answered. */
  readonly pairs: number;
  /** The side of "no effect" on which the whole interval lies; `undefined` if it contains it. */
  readonly direction: "lower" | "higher" | undefined;
  /** Whether that is not the direction among the pairs that both arms answered. */
  readonly changesDirection: boolean;
}

/**
 * Whether the effect is surely too small to matter: two one-sided tests at α each. Estimate and
 * interval are the effect's on the margin's scale.
 */
export interface EquivalenceResult extends Estimate {
  /**
   * The scale of the margin that decided, on which all numbers here stand. Not always the comparison's:
   * 20 ms can be the margin of a time that is compared as a ratio.
   */
  readonly scale: EffectScale;
  /** Effects between these, both included, do not matter. */
  readonly within: { readonly low: number; readonly high: number };
  /** Of the interval, in (0, 1): 1 − 2α. */
  readonly level: number;
  /** Of the two tests together; 1 from fewer than 10 pairs, which never show equivalence. */
  readonly p: number;
  /** Whether p, adjusted for the family of primary metrics, is at most α. */
  readonly holds: boolean;
  /** The margin that decided, as it was declared: a share of the baseline may be tested as a difference. */
  readonly margin: Margin;
}

/** The effect at one quantile, on the comparison's scale, with a 95 % interval. */
export interface EffectAtQuantile extends Estimate {
  /** In (0, 1). */
  readonly quantile: number;
  /** The side of the margin on which the whole interval lies; `undefined` if none, or without a margin. */
  readonly beyondMargin: "lower" | "higher" | undefined;
}
