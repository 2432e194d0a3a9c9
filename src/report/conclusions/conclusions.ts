import type { Manifest, Run, Validity } from "../../bench/index.ts";
import type { Accuracy } from "./accuracy.ts";
import type { ArmFigures, ArmSummary } from "./arms.ts";
import type { ComparabilityCheck } from "./comparability-check.ts";
import type { Comparison } from "./comparison.ts";
import type { RateDifference } from "./failure-rates.ts";
import type { MetricComparability } from "./comparability.ts";
import type { MetricFacts } from "./metric-facts.ts";
import type { RunOutcome } from "./outcome.ts";
import type { PairCount, PairTally } from "./pairs.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { Verdict } from "./verdict.ts";

/** Conclusions from a run, in codes and numbers. */
export interface Conclusions {
  readonly outcome: RunOutcome;
  readonly validity: Validity | undefined;
  /** The client's error relative to the server's record; `undefined` if there is no record. */
  readonly accuracy: Accuracy | undefined;
  /** In the plan's order: the first is the baseline. */
  readonly arms: readonly ArmSummary[];
  readonly pairs: PairCount;
  /** Conditions of a comparison; empty unless there are two arms. */
  readonly comparability: readonly ComparabilityCheck[];
  /** Failure rates, candidate − baseline; `undefined` unless there are two arms. */
  readonly failureRate: RateDifference | undefined;
  /** The metrics that the plan declared for the verdict. */
  readonly primary: readonly MetricConclusion[];
  /** All other metrics: hints for the next plan, not findings. */
  readonly exploratory: readonly MetricConclusion[];
  /** Excluded from all figures. */
  readonly excluded: {
    /** Lines of the run's file that could not be read. */
    readonly unreadableLines: number;
    /** Requests that the end of the run cut off, except warm-up. */
    readonly abortedRequests: number;
  };
  /** `undefined` if a provider's cache cannot have had an effect. */
  readonly promptCache: PromptCache | undefined;
}

/** Identity, plan and environment of a run. */
export interface RunFacts extends Pick<
  Manifest,
  "id" | "startedAt" | "status" | "plan" | "environment"
> {}

export function runFacts({ manifest }: Pick<Run, "manifest">): RunFacts {
  const { id, startedAt, status, plan, environment } = manifest;
  return { id, startedAt, status, plan, environment };
}

/** A run's facts and conclusions: the input of every text. */
export interface ConcludedRun {
  readonly run: RunFacts;
  readonly conclusions: Conclusions;
}

/** Conclusion about one metric. */
export interface MetricConclusion {
  readonly metric: MetricFacts;
  /** In the plan's order. */
  readonly arms: readonly ArmFigures[];
  /** Counts of its pairs; `undefined` unless there are two arms. */
  readonly tally: PairTally | undefined;
  /** `undefined` unless there are two arms. */
  readonly comparability: MetricComparability | undefined;
  /**
   * Each arm's typical value over the compared pairs: the median in the metric's unit, or the share of answers with a
   * value above 0 for a metric that is compared as a share. `undefined` if there are none, and for exploratory metrics.
   */
  readonly typical: { readonly baseline: number; readonly candidate: number } | undefined;
  /**
   * `undefined` if the arms must not be compared, including with fewer answered pairs than an interval of 1 − α
   * needs: 6 for 95 %.
   */
  readonly comparison: Comparison | undefined;
  /** `undefined` for exploratory metrics, and unless there are two arms. */
  readonly verdict: Verdict | undefined;
}
