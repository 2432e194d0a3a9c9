import type { Validity } from "../bench/index.ts";
import type { Accuracy } from "./accuracy.ts";
import type { FailureCount } from "./failure-kind.ts";
import type { MetricComparability } from "./metric-comparability.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** All that a run allows a person to conclude, and why not more. */
export interface Conclusions {
  readonly outcome: Outcome;
  /** The verdict in plain words with absolute values; what failed comes first. */
  readonly headline: string;
  readonly validity: Validity | undefined;
  /** How far the client's own figures are from the server's; `undefined` where it cannot be asked. */
  readonly accuracy: Accuracy | undefined;
  /** In the plan's order: the first is the baseline. */
  readonly arms: readonly ArmSummary[];
  readonly pairs: PairCount;
  /** What must hold before two arms may be compared; empty where there are not two. */
  readonly comparability: readonly ComparabilityCheck[];
  /** Two-sided, of failed requests, candidate − baseline; `undefined` where there are not two arms. */
  readonly failureRate: RateDifference | undefined;
  /** What the plan declared the verdict to be about. */
  readonly primary: readonly MetricConclusion[];
  /** Everything else that was measured: hints for the next plan, not findings. */
  readonly exploratory: readonly MetricConclusion[];
  /** What else a careful reader must know, one sentence each. */
  readonly notes: readonly string[];
}

/** Whether anything was concluded. */
export type Outcome =
  | { readonly kind: "concluded" }
  /** One arm: there is nothing to compare with. */
  | { readonly kind: "described" }
  | {
      readonly kind: "no-conclusion";
      readonly because:
        | "invalid"
        | "not-judged"
        /** Stopped before any pair was complete. */
        | "interrupted"
        /** Too few pairs were answered by both arms, because requests failed. */
        | "failures"
        /** No primary metric may be compared. */
        | "not-comparable"
        | "too-few-pairs";
      /** One clause. */
      readonly why: string;
    };

/** What became of one arm's requests. */
export interface ArmSummary {
  readonly name: string;
  /** What makes this arm, as in `embedded · fixed · count-or-time (chunks 5)`. */
  readonly description: string;
  /** Requests that count: all but the warm-up. */
  readonly requests: number;
  /** Of these, how many gave no whole answer: refused, cut off, truncated or empty. */
  readonly failed: number;
  /** The failed requests by kind, the most frequent first. */
  readonly failures: readonly FailureCount[];
  /** Requests that do not count, because they warmed up. */
  readonly warmUp: number;
  /** Kind of end, as in `stop` or `length` → how many of the answered requests ended so. */
  readonly ends: Readonly<Record<string, number>>;
  /** Median of the answered requests' output tokens; `undefined` if they are not known. */
  readonly medianTokens: number | undefined;
}

/** How many pairs of requests a plan had, and how many of them ended. */
export interface PairCount {
  readonly planned: number;
  /** Both requests have ended, whatever way. */
  readonly complete: number;
  /** Of the complete pairs: those that both arms answered. All timing rests on these. */
  readonly answered: number;
  /** Only the baseline's request failed. */
  readonly baselineFailed: number;
  /** Only the candidate's request failed. */
  readonly candidateFailed: number;
  /** Both requests failed: such a pair is in no estimate and no test. */
  readonly bothFailed: number;
}

/** One thing that must hold before two arms may be compared. */
export interface ComparabilityCheck {
  readonly id: string;
  readonly label: string;
  /** `not-decided`: too few pairs to tell; such a check does not hold. */
  readonly outcome: "held" | "broken" | "not-decided" | "not-measured";
  /** What was seen, in one sentence. */
  readonly finding: string;
}

/** Difference of two shares, in [−1, 1]. */
export interface RateDifference extends Interval {
  readonly baseline: number;
  readonly candidate: number;
}

/** What one metric says. */
export interface MetricConclusion {
  readonly metric: MetricFacts;
  /** In the plan's order. */
  readonly arms: readonly ArmFigures[];
  /** What became of the pairs; `undefined` if there are not two arms. */
  readonly tally: PairTally | undefined;
  /** `undefined` if there are not two arms. */
  readonly comparability: MetricComparability | undefined;
  /** Over the compared pairs; `undefined` if there are none, and for exploratory metrics. */
  readonly typical: Typical | undefined;
  /**
   * `undefined` if no comparison may be drawn: nothing is estimated that must not be believed. That
   * includes fewer pairs answered by both arms than an interval of 1 − α needs: 6 for 95 %.
   */
  readonly comparison: Comparison | undefined;
  /** `undefined` for exploratory metrics, and if there are not two arms. */
  readonly verdict: Verdict | undefined;
}

/**
 * Each arm's typical value over the compared pairs: the median in the metric's unit, or the share of
 * answers with a value above 0 for a metric that is compared as a share.
 */
export interface Typical {
  readonly baseline: number;
  readonly candidate: number;
}

/**
 * One arm's distribution of one metric, over the requests that were answered. A percentile is
 * `undefined` below the number of answers that it needs: 36 for p90, 72 for p95, 368 for p99.
 */
export interface ArmFigures {
  readonly arm: string;
  /** Answered requests with a figure. */
  readonly requests: number;
  /** All in the metric's unit. */
  readonly median: number | undefined;
  readonly p90: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly max: number | undefined;
  readonly mean: number | undefined;
}

/** What became of the complete pairs of one metric, each counted once. */
export interface PairTally {
  /** Both arms answered, and both have a figure: all that is estimated is estimated from these. */
  readonly compared: number;
  /** Only the baseline's request failed. */
  readonly baselineFailed: number;
  /** Only the candidate's request failed. */
  readonly candidateFailed: number;
  /** Both failed: such a pair is evidence for neither arm, nor for their being alike. */
  readonly bothFailed: number;
  /** Both answered, but at least one has no figure. */
  readonly withoutFigure: number;
}

/**
 * What the effect is in: candidate ÷ baseline, candidate − baseline in the metric's unit, or the
 * candidate's share of answers with a value above 0 − the baseline's, in [−1, 1].
 */
export type Scale = "ratio" | "difference" | "share";

/** A candidate against the baseline, over the pairs that both answered. */
export interface Comparison {
  readonly scale: Scale;
  /** Pairs that both arms answered with a figure. */
  readonly pairs: number;
  /** Hodges–Lehmann over pairs, or the difference of shares, with a confidence interval of 1 − α. */
  readonly effect: Interval;
  /** The typical difference of pairs in the metric's unit; `undefined` for shares and exploratory ratios. */
  readonly shift: Interval | undefined;
  /** P(candidate > baseline) − P(candidate < baseline) over these pairs' answers, in [−1, 1]. */
  readonly cliffsDelta: number;
  /** Two-sided, from the assignments that the design could have drawn; in (0, 1]. */
  readonly p: number;
  /** `p` for the whole family: Holm for primary metrics, Benjamini–Hochberg for the others. */
  readonly adjustedP: number;
  /** `undefined` where no margin stands: without one, equivalence has no meaning. */
  readonly equivalence: Equivalence | undefined;
  /**
   * Pairs that would settle whether the effect is within the margin, with 80 % power, judging by this
   * run's spread and not by its effect. `undefined` without a margin, if the spread is infinite, and if
   * this run already has so many: then the effect lies too near to the margin's edge.
   */
  readonly pairsToSettle: number | undefined;
  /** `undefined` if no pair failed on one side only, or neither direction is better. */
  readonly withFailures: WithFailures | undefined;
  /** The effect at each part of the distribution; empty for exploratory metrics. */
  readonly shifts: readonly ShiftPoint[];
}

/** A number with the range in which it may well lie. */
export interface Interval {
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
export interface Equivalence extends Interval {
  /**
   * The scale of the margin that decided, on which all numbers here stand. Not always the comparison's:
   * 20 ms can be the margin of a time that is compared as a ratio.
   */
  readonly scale: Scale;
  /** Effects between these, both included, do not matter. */
  readonly within: { readonly low: number; readonly high: number };
  /** Of the interval, in (0, 1): 1 − 2α. */
  readonly level: number;
  /** Of the two tests together; 1 from fewer than 10 pairs, which never show equivalence. */
  readonly p: number;
  /** Whether p, adjusted for the family of primary metrics, is at most α. */
  readonly holds: boolean;
  /** The margin that decided, as in `5 %` or `20 ms`. */
  readonly words: string;
}

/** The effect at one quantile, on the comparison's scale, with a 95 % interval. */
export interface ShiftPoint extends Interval {
  /** In (0, 1). */
  readonly quantile: number;
  /** The side of the margin on which the whole interval lies; `undefined` if none, or without a margin. */
  readonly beyondMargin: "lower" | "higher" | undefined;
}

/** What may be said of a primary metric. `words` as in `faster` or `equivalent within 20 ms`. */
export type Verdict =
  | {
      /** `negligible`: different for sure, and for sure by less than the margin. */
      readonly kind: "different" | "negligible";
      readonly direction: "lower" | "higher";
      /** Whether that is for the better; `undefined` if neither way is. */
      readonly isBetter: boolean | undefined;
      readonly words: string;
    }
  | { readonly kind: "equivalent"; readonly words: string }
  /** Equivalent in the typical request, and surely not in a part of the distribution. */
  | {
      readonly kind: "equivalent-in-the-middle";
      /** The quantile farthest outside the margin. */
      readonly outside: ShiftPoint;
      readonly isBetter: boolean | undefined;
      readonly words: string;
    }
  /** An effect no larger than the measured difference of the client's errors between the arms. */
  | { readonly kind: "below-accuracy"; readonly words: string }
  | {
      readonly kind: "inconclusive";
      /** Pairs that would resolve the margin with 80 % power; `undefined` without a margin. */
      readonly pairsNeeded: number | undefined;
      readonly words: string;
    }
  | { readonly kind: "not-comparable"; readonly why: string; readonly words: string };
