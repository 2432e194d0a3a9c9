import type { Run, StoredRun, Validity } from "../../bench/index.ts";
import { quantile, type Random, seededRandom, sorted } from "../../stats/index.ts";
import { type Accuracy, accuracyOf } from "./accuracy.ts";
import { adjustFamily } from "./adjust-family.ts";
import { type AnsweredArm, answeredByArm, armFigures, armSummaries } from "./arms.ts";
import { comparabilityOf } from "./comparability.ts";
import { compare, fewestComparedPairs } from "./compare.ts";
import type { ComparabilityCheck } from "./metric-comparability.ts";
import type { Comparison } from "./comparison.ts";
import type { Conclusions, MetricConclusion, TypicalValues, Verdict } from "./conclusions.ts";
import { failureRates } from "./failure-rates.ts";
import { headline } from "../words/headline.ts";
import { judge } from "./verdict.ts";
import { comparabilityFor, type MetricComparability } from "./metric-comparability.ts";
import { type MetricFacts, metricFacts } from "./metric-facts.ts";
import { notesOn } from "../words/notes.ts";
import { outcomeOf, refusalOf } from "./outcome.ts";
import {
  countedRequests,
  countPairs,
  type RequestPair,
  pairedValues,
  type PairedValues,
  pairsOf,
} from "./pairs.ts";
import { plainText } from "../words/plain-text.ts";
import { wordedGate, type WordedValidity } from "../words/validity-words.ts";

const LONGEST_FINDING_CHARS = 1000;

/**
 * What a run allows a person to conclude. Pure, and the same each time: the chance of resampling comes
 * from the plan's seed and the metric's name.
 *
 * Nothing is compared where nothing may be concluded: an invalid run, a run that was killed before it
 * judged itself and too few pairs that both arms answered get each arm's own figures only, and so does
 * a metric in which the arms are not comparable. Failed requests are reported separately; all
 * timing is estimated on the pairs that both arms answered.
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
  const { plan } = run.manifest;
  const validity = plainValidity(run.manifest.validity);
  const chance = (of: string) => seededRandom(`report ${plan.seed} ${of}`);
  const complete = pairsOf(run);
  const arms = armSummaries(run);
  const isComparison = plan.arms.length === 2;
  const pairs = countPairs(plan, complete);
  const comparability = isComparison ? comparabilityOf(run, complete, chance("checks")) : [];
  const fewestPairs = fewestComparedPairs(plan.alpha);
  const refusal = refusalOf(run, { validity, pairs, arms, fewestPairs });
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
  const found = {
    outcome: isComparison ? outcomeOf(refusal, primary) : ({ kind: "described" } as const),
    validity,
    accuracy,
    arms,
    pairs,
    comparability,
    failureRate: isComparison ? failureRates(complete) : undefined,
    primary,
    exploratory: family(others, "exploratory"),
  };
  const noted = { ...found, notes: notesOn(run, found) };
  return { headline: headline(run, noted), ...noted };
}

/** The gates are from a file, as are all names. */
function plainValidity(validity: Validity | undefined): WordedValidity | undefined {
  return (
    validity && {
      ...validity,
      gates: validity.gates.map(wordedGate).map((gate) => ({
        ...gate,
        id: plainText(gate.id),
        readings: gate.readings.map((reading) => ({
          ...reading,
          arm: reading.arm && plainText(reading.arm),
        })),
        label: plainText(gate.label),
        finding: plainText(gate.finding, LONGEST_FINDING_CHARS),
      })),
    }
  );
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
  /** Each metric's own, so that no metric changes the numbers of another. */
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
  if (isCompared && comparability.kind === "not-comparable") {
    return { kind: "not-comparable", why: comparability.why, words: "not comparable" };
  }
  return isCompared
    ? { kind: "inconclusive", pairsNeeded: undefined, words: "inconclusive" }
    : { kind: "not-comparable", why: "nothing is concluded", words: "no conclusion" };
}

function typicalOf(metric: MetricFacts, values: PairedValues): TypicalValues | undefined {
  const { baseline, candidate } = values;
  if (baseline.length === 0) return undefined;
  const typical = (of: readonly number[]) =>
    metric.compareAs === "share"
      ? of.filter((value) => value > 0).length / of.length
      : quantile(sorted(of), 0.5);
  return { baseline: typical(baseline), candidate: typical(candidate) };
}
