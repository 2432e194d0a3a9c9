import type { Validity } from "../bench/index.ts";
import type { Accuracy } from "./accuracy.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** All that a run allows a person to conclude, and why not more. */
export interface Conclusions {
  readonly outcome: Outcome;
  /** The whole verdict in one sentence: what differs, by how much, how sure, from how many pairs. */
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
  /** What a careful reader must know besides, one sentence each. */
  readonly notes: readonly string[];
}

/** Whether anything was concluded. */
export type Outcome =
  | { readonly kind: "concluded" }
  /** One arm: there is nothing to compare with. */
  | { readonly kind: "described" }
  | {
      readonly kind: "no-conclusion";
      readonly because: "invalid" | "not-judged" | "not-comparable" | "too-few-pairs";
      /** One sentence. */
      readonly why: string;
    };

/** What became of one arm's requests. */
export interface ArmSummary {
  readonly name: string;
  /** What makes this arm, as in `embedded · fixed · count-or-time (chunks 5)`. */
  readonly description: string;
  /** Requests that count: all but the warm-up. */
  readonly requests: number;
  /** Of these, how many did not end as the model meant to end. */
  readonly failed: number;
  /** Requests that do not count, because they warmed up. */
  readonly warmUp: number;
  /** Kind of end, as in `stop` or `failed: http-status` → how many requests ended so. */
  readonly ends: Readonly<Record<string, number>>;
  /** Median of the output tokens, where they are known. */
  readonly medianTokens: number | undefined;
}

/** How many pairs of requests a plan had, and how many of them ended. */
export interface PairCount {
  readonly planned: number;
  /** Both requests have ended, whatever way. */
  readonly complete: number;
}

/** One thing that must hold before two arms may be compared. */
export interface ComparabilityCheck {
  readonly id: string;
  readonly label: string;
  readonly outcome: "held" | "broken" | "not-measured";
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
  /** `undefined` where no comparison may be drawn: nothing is estimated that must not be believed. */
  readonly comparison: Comparison | undefined;
  /** `undefined` for exploratory metrics. */
  readonly verdict: Verdict | undefined;
}

/** One arm's distribution of one metric. Quantiles count a failed request as worse than any other. */
export interface ArmFigures {
  readonly arm: string;
  /** Requests with a figure, failed ones included. */
  readonly requests: number;
  /** In the metric's unit; infinite where that share of requests failed. */
  readonly median: number | undefined;
  /** `undefined` below 36 requests: a tail needs them. */
  readonly p90: number | undefined;
}

/** A candidate against the baseline. */
export interface Comparison {
  /** On which scale `effect` stands: candidate ÷ baseline, or candidate − baseline in the unit. */
  readonly scale: "ratio" | "difference";
  /** Pairs that entered. */
  readonly pairs: number;
  /** Pairs in which a figure was missing though the request succeeded, so that they could not. */
  readonly excludedPairs: number;
  /** Hodges–Lehmann over pairs, with a confidence interval of 1 − α. */
  readonly effect: Interval;
  /** The typical difference of pairs in the metric's unit; `undefined` for exploratory ratios. */
  readonly shift: Interval | undefined;
  /** P(candidate > baseline) − P(candidate < baseline) over all requests, in [−1, 1]. */
  readonly cliffsDelta: number;
  /** Two-sided, from the assignments that the design could have drawn; in (0, 1]. */
  readonly p: number;
  /** `p` for the whole family: Holm for primary metrics, Benjamini–Hochberg for the others. */
  readonly adjustedP: number;
  /** `undefined` where no margin stands: without one, equivalence has no meaning. */
  readonly equivalence: Equivalence | undefined;
  /** Pairs that would settle it, were it inconclusive; `undefined` where no number can. */
  readonly pairsToSettle: number | undefined;
  /** The effect at each part of the distribution; empty for exploratory metrics. */
  readonly shifts: readonly ShiftPoint[];
}

/** A number with the range in which it may well lie. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Whether the effect is surely smaller than anybody would mind: two one-sided tests. */
export interface Equivalence {
  /** On the comparison's scale: effects between these do not matter. */
  readonly within: { readonly low: number; readonly high: number };
  /** The 90 % interval, which must lie inside. */
  readonly low: number;
  readonly high: number;
  readonly holds: boolean;
  /** The margin in words, as in `5 % or 20 ms`. */
  readonly words: string;
}

/** The effect at one quantile, on the comparison's scale. */
export interface ShiftPoint extends Interval {
  /** In (0, 1). */
  readonly quantile: number;
}

/** What may be said of a primary metric. */
export type Verdict =
  | {
      readonly kind: "different";
      readonly direction: "lower" | "higher";
      /** Whether that is for the better; `undefined` where neither way is. */
      readonly isBetter: boolean | undefined;
      /** As in `faster`, `lower added delay`. */
      readonly words: string;
    }
  | { readonly kind: "equivalent"; readonly words: string }
  | {
      readonly kind: "inconclusive";
      /** Pairs that would settle it, if what was seen so far holds; `undefined` where none can. */
      readonly pairsNeeded: number | undefined;
      readonly words: string;
    }
  | { readonly kind: "not-comparable"; readonly words: string };
