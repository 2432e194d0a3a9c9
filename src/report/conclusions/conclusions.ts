import type { Accuracy } from "./accuracy.ts";
import type { Comparison, Estimate, EffectAtQuantile } from "./comparison.ts";
import type { FailureCount } from "./failure-kind.ts";
import type { ComparabilityCheck, MetricComparability } from "./metric-comparability.ts";
import type { MetricFacts } from "./metric-facts.ts";
import type { PairCount, PairTally } from "./pairs.ts";
import type { WordedValidity } from "../words/validity-words.ts";

/** All that a run allows a person to conclude, and why not more. */
export interface Conclusions {
  readonly outcome: RunOutcome;
  /** The verdict in plain words with absolute values; what failed comes first. */
  readonly headline: string;
  readonly validity: WordedValidity | undefined;
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
export type RunOutcome =
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

/** Difference of two shares, in [−1, 1]. */
export interface RateDifference extends Estimate {
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
  readonly typical: TypicalValues | undefined;
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
export interface TypicalValues {
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
      readonly outside: EffectAtQuantile;
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
