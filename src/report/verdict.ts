import type { Run, StoredRun, Validity } from "../bench/index.ts";
import { fewestPairsFor, type Random, seededRandom } from "../stats/index.ts";
import { plainText } from "./plain-text.ts";
import { accuracyOf } from "./accuracy.ts";
import { adjustFamily } from "./adjust-family.ts";
import { armFigures, armSummaries } from "./arms.ts";
import { compare } from "./compare.ts";
import { comparabilityOf } from "./comparability.ts";
import type { ComparabilityCheck, Conclusions, MetricConclusion, Outcome } from "./conclusions.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { failureRates } from "./failure-rates.ts";
import { headline } from "./headline.ts";
import { judge } from "./judge.ts";
import { metricFacts } from "./metric-facts.ts";
import { notesOn } from "./notes.ts";
import { countedRequests, type Pair, pairedValues, pairsOf } from "./pairs.ts";
import { formatCount } from "./format.ts";

const LONGEST_FINDING_CHARS = 1000;

/**
 * What a run allows a person to conclude. Pure, and the same each time: the chance of resampling comes
 * from the plan's seed.
 *
 * Nothing is compared where nothing may be concluded: an invalid run, arms that are not comparable and
 * a run that was killed before it judged itself get each arm's own figures only.
 *
 * Cost: O(m · n² log n) for m metrics over n pairs, and some thousand resamplings for each primary
 * metric: about ten seconds for 200 pairs and fifty metrics, one for 24.
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
  const random = seededRandom(`report ${plan.seed}`);
  const pairs = pairsOf(run);
  const isComparison = plan.arms.length === 2;
  const comparability = isComparison ? comparabilityOf(run, pairs, random) : [];
  const outcome: Outcome = isComparison
    ? outcomeOf(validity, { pairs, fewestPairs: fewestPairsFor(1 - plan.alpha), comparability })
    : { kind: "described" };

  const seen = new Set(countedRequests(run).flatMap(({ metrics }) => Object.keys(metrics)));
  const others = [...seen].filter((key) => !plan.primary.includes(key));
  const family = (keys: readonly string[], kind: Family["kind"]) =>
    concludeFamily(run, {
      metrics: keys.map((key) => metricFacts(run, key)),
      pairs,
      isCompared: outcome.kind === "concluded",
      random,
      kind,
    });

  const found = {
    outcome,
    validity,
    accuracy: accuracyOf(run),
    arms: armSummaries(run),
    pairs: { planned: plan.pairs, complete: pairs.length },
    comparability,
    failureRate: isComparison ? failureRates(pairs) : undefined,
    primary: family(plan.primary, "primary"),
    exploratory: family(others, "exploratory"),
    notes: notesOn(run, pairs),
  };
  return { headline: headline(run, found), ...found };
}

/** The gates are from a file, as are all names. */
function plainValidity(validity: Validity | undefined): Validity | undefined {
  return (
    validity && {
      ...validity,
      gates: validity.gates.map((gate) => ({
        id: plainText(gate.id),
        label: plainText(gate.label),
        outcome: gate.outcome,
        finding: plainText(gate.finding, LONGEST_FINDING_CHARS),
      })),
    }
  );
}

interface Evidence {
  readonly pairs: readonly Pair[];
  /** Below this, there is no interval. */
  readonly fewestPairs: number;
  readonly comparability: readonly ComparabilityCheck[];
}

function outcomeOf(
  validity: Validity | undefined,
  { pairs, fewestPairs, comparability }: Evidence,
): Outcome {
  const no = (
    because: Extract<Outcome, { kind: "no-conclusion" }>["because"],
    why: string,
  ): Outcome => ({
    kind: "no-conclusion",
    because,
    why,
  });
  if (validity === undefined) {
    return no(
      "not-judged",
      "the run was ended before it could judge itself, so its figures may be the client’s own",
    );
  }
  if (validity.verdict === "invalid") {
    const broken = validity.gates.filter(({ outcome }) => outcome === "broken");
    return no("invalid", `the run is invalid (${broken.map(({ finding }) => finding).join("; ")})`);
  }
  const broken = comparability.filter(({ outcome }) => outcome === "broken");
  if (broken.length > 0) {
    return no(
      "not-comparable",
      `the arms are not comparable (${broken.map(({ finding }) => finding).join("; ")})`,
    );
  }
  if (pairs.length < fewestPairs) {
    return no(
      "too-few-pairs",
      `${formatCount(pairs.length, "pair")} complete, and an interval needs at least ${fewestPairs}`,
    );
  }
  return { kind: "concluded" };
}

/** Metrics whose p-values are adjusted together. */
interface Family {
  readonly kind: "primary" | "exploratory";
  readonly metrics: readonly MetricFacts[];
  readonly pairs: readonly Pair[];
  readonly isCompared: boolean;
  readonly random: Random;
}

function concludeFamily(
  run: Run,
  { kind, metrics, pairs, isCompared, random }: Family,
): readonly MetricConclusion[] {
  const { plan } = run.manifest;
  const values = metrics.map((metric) => pairedValues(pairs, metric));
  const raw = metrics.map((metric, index) => {
    const paired = values[index];
    if (paired === undefined || !isCompared) return undefined;
    const depth = kind === "primary" ? "full" : "effect-only";
    return compare(plan, metric, { values: paired, random, depth });
  });
  const adjusted = adjustFamily(raw, kind, plan.alpha);

  return metrics.map((metric, index) => {
    const comparison = adjusted[index];
    return {
      metric,
      arms: armFigures(run, metric),
      tally: plan.arms.length === 2 ? values[index]?.tally : undefined,
      comparison,
      verdict:
        kind === "exploratory"
          ? undefined
          : comparison === undefined
            ? { kind: "not-comparable", words: "no conclusion" }
            : judge(metric, comparison, plan.alpha),
    };
  });
}
