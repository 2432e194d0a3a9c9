import type { Validity } from "../../bench/index.ts";
import type { Accuracy } from "./accuracy.ts";
import type { ArmFigures, ArmSummary } from "./arms.ts";
import type { ComparabilityCheck } from "./comparability-check.ts";
import type { Comparison } from "./comparison.ts";
import type { RateDifference } from "./failure-rates.ts";
import type { MetricComparability } from "./metric-comparability.ts";
import type { MetricFacts } from "./metric-facts.ts";
import type { RunOutcome } from "./outcome.ts";
import type { PairCount, PairTally } from "./pairs.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { RunFacts } from "./run-facts.ts";
import type { Verdict } from "./verdict.ts";

/** All that a run allows a person to conclude, and why not more. */
export interface Conclusions {
  readonly outcome: RunOutcome;
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
  /** Requests and records that are in no figure. */
  readonly excluded: ExcludedRecords;
  /** `undefined` if no provider's cache can have had a part in it. */
  readonly promptCache: PromptCache | undefined;
}

/** Requests and records that are in no figure. */
export interface ExcludedRecords {
  /** Lines of the run's file that could not be read. */
  readonly unreadableLines: number;
  /** Requests that the end of the run cut off, warm-up aside. */
  readonly abortedRequests: number;
}

/** The conclusions from a run, with the facts of the run that they are about. */
export interface ConcludedRun {
  readonly run: RunFacts;
  readonly conclusions: Conclusions;
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
