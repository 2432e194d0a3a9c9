import type { Run, StoredRun } from "../../bench/index.ts";
import { medianOf, type Random, seededRandom } from "../../stats/index.ts";
import { type Accuracy, accuracyOf } from "./accuracy.ts";
import { adjustFamily } from "./adjust-family.ts";
import { answeredByArm, armFigures, armSummaries } from "./arms.ts";
import { comparabilityFor, comparabilityOf, type MetricComparability } from "./comparability.ts";
import { compare, fewestComparedPairs } from "./compare.ts";
import type { ComparabilityCheck } from "./comparability-check.ts";
import type { Conclusions, MetricConclusion } from "./conclusions.ts";
import { failureRates } from "./failure-rates.ts";
import { type MetricFacts, metricFacts } from "./metric-facts.ts";
import { outcomeOf, refusalOf } from "./outcome.ts";
import {
  countedRequests,
  countPairs,
  type PairedValues,
  pairedValues,
  pairsOf,
  type RequestPair,
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
 * const manifest = { v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {} } as const;
 * conclude({ manifest, requests: [] }).outcome.kind; // "no-conclusion"
 * ```
 */
export function conclude(run: Run | StoredRun): Conclusions {
  const { plan, validity } = run.manifest;
  const isComparison = plan.arms.length === 2;
  const chance = (of: string) => seededRandom(`report ${plan.seed} ${of}`);
  const complete = pairsOf(run);
  const pairs = countPairs(plan, complete);
  const comparability = isComparison ? comparabilityOf(run, complete, chance("checks")) : [];
  const refusal = refusalOf(run, { validity, pairs, fewestPairs: fewestComparedPairs(plan.alpha) });
  const accuracy = accuracyOf(run);
  const family = familyOf(run, {
    pairs: complete,
    comparability: isComparison ? comparability : undefined,
    isCompared: isComparison && refusal === undefined,
    accuracy,
    chance,
  });
  const measured = new Set(countedRequests(run).flatMap(({ metrics }) => Object.keys(metrics)));
  const others = [...measured].filter((key) => !plan.primary.includes(key));
  const primary = family("primary", plan.primary);
  return {
    outcome: isComparison ? outcomeOf(refusal, primary) : { kind: "described" },
    validity,
    accuracy,
    arms: armSummaries(run),
    pairs,
    comparability,
    failureRate: isComparison ? failureRates(complete) : undefined,
    primary,
    exploratory: family("exploratory", others),
    excluded: {
      unreadableLines: "unreadableLines" in run ? run.unreadableLines : 0,
      abortedRequests: run.requests.filter(({ end, warmUp }) => !warmUp && end.kind === "aborted")
        .length,
    },
    promptCache: promptCacheOf(run),
  };
}

interface FamilyOptions {
  readonly pairs: readonly RequestPair[];
  /** `undefined` unless there are two arms. */
  readonly comparability: readonly ComparabilityCheck[] | undefined;
  readonly isCompared: boolean;
  readonly accuracy: Accuracy | undefined;
  /** Separate for each metric, so that no metric changes the numbers of another. */
  readonly chance: (of: string) => Random;
}

/** Returns a function that concludes on metrics whose p-values are adjusted for each other. */
function familyOf(run: Run, { pairs, isCompared, accuracy, chance, ...found }: FamilyOptions) {
  const { plan } = run.manifest;
  const answered = answeredByArm(run);
  return (kind: "primary" | "exploratory", keys: readonly string[]): MetricConclusion[] => {
    const isPrimary = kind === "primary";
    const prepared = keys.map((key) => {
      const metric = metricFacts(run, key);
      const comparability = found.comparability && comparabilityFor(metric, found.comparability);
      return { metric, comparability, values: pairedValues(pairs, metric) };
    });
    const raw = prepared.map(({ metric, values, comparability }) =>
      isCompared && comparability?.kind === "comparable"
        ? compare(plan, metric, {
            values,
            random: chance(metric.key),
            depth: isPrimary ? "full" : "effect-only",
          })
        : undefined,
    );
    const adjusted = adjustFamily(raw, kind, plan.alpha);
    return prepared.map(({ metric, values, comparability }, index) => {
      const comparison = adjusted[index];
      return {
        metric,
        arms: armFigures(answered, metric),
        tally: comparability && values.tally,
        comparability,
        typical: isPrimary ? typicalOf(metric, values) : undefined,
        comparison,
        verdict: !isPrimary
          ? undefined
          : comparison
            ? judge(metric, comparison, { alpha: plan.alpha, accuracy })
            : comparability && verdictWithout(comparability, isCompared),
      };
    });
  };
}

function verdictWithout(comparability: MetricComparability, isCompared: boolean): Verdict {
  if (!isCompared) return { kind: "not-comparable", blocker: undefined };
  return comparability.kind === "not-comparable"
    ? { kind: "not-comparable", blocker: comparability.blocker }
    : { kind: "inconclusive", pairsNeeded: undefined };
}

function typicalOf(
  { compareAs }: MetricFacts,
  { baseline, candidate }: PairedValues,
): MetricConclusion["typical"] {
  if (baseline.length === 0) return undefined;
  const typical = (sample: readonly number[]) =>
    compareAs === "share"
      ? sample.filter((value) => value > 0).length / sample.length
      : (medianOf(sample) ?? 0);
  return { baseline: typical(baseline), candidate: typical(candidate) };
}
