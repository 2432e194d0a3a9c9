import type { Run, StoredRun } from "../../bench/index.ts";
import { medianOf, type Random, seededRandom } from "../../stats/index.ts";
import { type Accuracy, accuracyOf } from "./accuracy.ts";
import { adjustFamily } from "./adjust-family.ts";
import { type AnsweredArm, answeredByArm, armFigures, armSummaries } from "./arms.ts";
import { comparabilityOf } from "./comparability.ts";
import { compare, fewestComparedPairs } from "./compare.ts";
import type { ComparabilityCheck } from "./comparability-check.ts";
import type { Comparison } from "./comparison.ts";
import type {
  Conclusions,
  ExcludedRecords,
  MetricConclusion,
  TypicalValues,
} from "./conclusions.ts";
import { failureRates } from "./failure-rates.ts";
import { comparabilityFor, type MetricComparability } from "./metric-comparability.ts";
import { type MetricFacts, metricFacts } from "./metric-facts.ts";
import { outcomeOf, refusalOf } from "./outcome.ts";
import {
  countedRequests,
  countPairs,
  type RequestPair,
  pairedValues,
  type PairedValues,
  pairsOf,
} from "./pairs.ts";
import { promptCacheOf } from "./prompt-cache.ts";
import { judge, type Verdict } from "./verdict.ts";

/**
 * Concludes from a run. Pure and deterministic: resampling is seeded with the plan's seed and the metric's key.
 *
 * An invalid run, a run that was killed before its validity was checked, and a run with too few pairs answered by
 * both arms get each arm's figures but no comparison. So does a metric on which the arms are not comparable. Failed
 * requests are reported separately; all timing is estimated from the pairs that both arms answered.
 *
 * Names stay as they are in the run; {@link makeReport} makes them safe to print.
 *
 * @example
 * ```ts
 * const run = {
 *   manifest: {
 *     v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z",
 *     status: "running", environment: captureEnvironment(), validity: undefined, definitions: {},
 *   },
 *   requests: [],
 * } as const;
 * conclude(run).outcome.kind; // "no-conclusion"
 * ```
 */
export function conclude(run: Run | StoredRun): Conclusions {
  const { plan, validity } = run.manifest;
  const chance = (of: string) => seededRandom(`report ${plan.seed} ${of}`);
  const complete = pairsOf(run);
  const isComparison = plan.arms.length === 2;
  const pairs = countPairs(plan, complete);
  const comparability = isComparison ? comparabilityOf(run, complete, chance("checks")) : [];
  const refusal = refusalOf(run, { validity, pairs, fewestPairs: fewestComparedPairs(plan.alpha) });
  const accuracy = accuracyOf(run);
  const answered = answeredByArm(run);

  const seen = new Set(countedRequests(run).flatMap(({ metrics }) => Object.keys(metrics)));
  const others = [...seen].filter((key) => !plan.primary.includes(key));
  const family = (keys: readonly string[], kind: Family["kind"]) =>
    concludeFamily(run, {
      metrics: keys.map((key) => metricFacts(run, key)),
      pairs: complete,
      answered,
      comparability: isComparison ? comparability : undefined,
      isCompared: isComparison && refusal === undefined,
      accuracy,
      chance,
      kind,
    });
  const primary = family(plan.primary, "primary");
  return {
    outcome: isComparison ? outcomeOf(refusal, primary) : ({ kind: "described" } as const),
    validity,
    accuracy,
    arms: armSummaries(run),
    pairs,
    comparability,
    failureRate: isComparison ? failureRates(complete) : undefined,
    primary,
    exploratory: family(others, "exploratory"),
    excluded: excludedRecords(run),
    promptCache: promptCacheOf(run),
  };
}

function excludedRecords(run: Run | StoredRun): ExcludedRecords {
  return {
    unreadableLines: "unreadableLines" in run ? run.unreadableLines : 0,
    abortedRequests: run.requests.filter(({ end, warmUp }) => !warmUp && end.kind === "aborted")
      .length,
  };
}

/** Metrics whose p-values are adjusted for each other. */
interface Family {
  readonly kind: "primary" | "exploratory";
  readonly metrics: readonly MetricFacts[];
  readonly pairs: readonly RequestPair[];
  readonly answered: readonly AnsweredArm[];
  /** `undefined` if there are not two arms. */
  readonly comparability: readonly ComparabilityCheck[] | undefined;
  readonly isCompared: boolean;
  readonly accuracy: Accuracy | undefined;
  /** Separate for each metric, so that no metric changes the numbers of another. */
  readonly chance: (of: string) => Random;
}

function concludeFamily(run: Run, family: Family): readonly MetricConclusion[] {
  const { kind, metrics, pairs, isCompared, chance } = family;
  const { plan } = run.manifest;
  const prepared = metrics.map((metric) => ({
    metric,
    values: pairedValues(pairs, metric),
    comparability: family.comparability && comparabilityFor(metric, family.comparability),
  }));
  const raw = prepared.map(({ metric, values, comparability }) =>
    isCompared && comparability?.kind === "comparable"
      ? compare(plan, metric, {
          values,
          random: chance(metric.key),
          depth: kind === "primary" ? "full" : "effect-only",
        })
      : undefined,
  );
  const adjusted = adjustFamily(raw, kind, plan.alpha);
  return prepared.map(({ metric, values, comparability }, index) => {
    const comparison = adjusted[index];
    const judged = { metric, comparison, comparability, isCompared };
    return {
      metric,
      arms: armFigures(family.answered, metric),
      tally: comparability && values.tally,
      comparability,
      typical: kind === "primary" ? typicalOf(metric, values) : undefined,
      comparison,
      verdict: kind === "primary" ? verdictOf(judged, plan.alpha, family.accuracy) : undefined,
    };
  });
}

interface Judged {
  readonly metric: MetricFacts;
  readonly comparison: Comparison | undefined;
  readonly comparability: MetricComparability | undefined;
  readonly isCompared: boolean;
}

function verdictOf(
  { metric, comparison, comparability, isCompared }: Judged,
  alpha: number,
  accuracy: Accuracy | undefined,
): Verdict | undefined {
  if (comparability === undefined) return undefined;
  if (comparison !== undefined) return judge(metric, comparison, { alpha, accuracy });
  if (!isCompared) return { kind: "not-comparable", blocker: undefined };
  return comparability.kind === "not-comparable"
    ? { kind: "not-comparable", blocker: comparability.blocker }
    : { kind: "inconclusive", pairsNeeded: undefined };
}

function typicalOf(metric: MetricFacts, values: PairedValues): TypicalValues | undefined {
  if (values.baseline.length === 0) return undefined;
  const typical = (sample: readonly number[]) =>
    metric.compareAs === "share"
      ? sample.filter((value) => value > 0).length / sample.length
      : (medianOf(sample) ?? 0);
  return { baseline: typical(values.baseline), candidate: typical(values.candidate) };
}
