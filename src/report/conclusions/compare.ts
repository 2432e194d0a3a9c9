import type { Plan } from "../../bench/index.ts";
import {
  cliffsDelta,
  equivalence,
  FEWEST_FOR_EQUIVALENCE,
  fewestPairsFor,
  hodgesLehmann,
  hodgesLehmannInterval,
  medianOf,
  pairsToResolve,
  type Random,
  signedRankTest,
} from "../../stats/index.ts";
import type { RawComparison } from "./adjust-family.ts";
import { compareShares } from "./compare-shares.ts";
import type { Estimate, WithFailures } from "./comparison.ts";
import {
  BEYOND,
  differencesOf,
  directionOf,
  type PairScale,
  printedEffect,
} from "./effect-scale.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { forecastBeyond, type ScaledMargin, scaledMargin } from "./margin.ts";
import type { PairedValues } from "./pairs.ts";
import { shiftPoints } from "./shift-points.ts";

export interface CompareOptions {
  readonly values: PairedValues;
  readonly random: Random;
  /** `full`, for primary metrics, adds the expensive parts: the shift function and more permutations. */
  readonly depth: "full" | "effect-only";
}

/** An exploratory p is a hint: a fifth of the draws resolves 0.05 ± 0.005. */
const PERMUTATIONS = { full: 9_999, "effect-only": 1_999 } as const;

/** An interval this many margins wide would need 10¹² pairs, which might not even be a safe integer. */
const WIDEST_TO_SETTLE = 1e6;

/** With fewer pairs a time cannot be estimated at any level. */
const FEWEST_PAIRS = 6;

/** Minimum number of answered pairs for a comparison: 6, and enough for an interval of 1 − α. */
export function fewestComparedPairs(alpha: number): number {
  return Math.max(FEWEST_PAIRS, fewestPairsFor(1 - alpha));
}

/**
 * Compares the candidate with the baseline on one metric, over the pairs that both arms answered, on the metric's
 * scale. `undefined` below {@link fewestComparedPairs}.
 *
 * p comes from the signed-rank test, which matches the Hodges–Lehmann estimate and its interval. Failed requests
 * are excluded; `withFailures` ranks them as worse than any value.
 */
export function compare(
  plan: Plan,
  metric: MetricFacts,
  { values, random, depth }: CompareOptions,
): RawComparison | undefined {
  const { baseline, candidate } = values;
  const { alpha } = plan;
  if (baseline.length < fewestComparedPairs(alpha)) return undefined;
  if (metric.compareAs === "share") return compareShares(plan, metric, { values, random });

  const scale = metric.compareAs;
  const differences = differencesOf(values, scale);
  const effect = estimated(differences, scale, 1 - alpha);
  return {
    scale,
    pairs: baseline.length,
    effect,
    shift: scale === "difference" ? effect : undefined,
    cliffsDelta: cliffsDelta(baseline, candidate),
    p: signedRankTest(differences, { random, permutations: PERMUTATIONS[depth] }),
    withFailures: withFailures(differences, { metric, values, effect, alpha }),
    equivalence: undefined,
    pairsToSettle: undefined,
    shifts: [],
    ...(depth === "full" && inFull(plan, metric, { values, scale, random })),
  };
}

/** The parts of a comparison that only a verdict needs. */
function inFull(
  plan: Plan,
  metric: MetricFacts,
  {
    values,
    scale,
    random,
  }: Pick<CompareOptions, "values" | "random"> & { readonly scale: PairScale },
) {
  const margin = scaledMargin(plan, metric, medianOf(values.baseline) ?? 0);
  return {
    shift: estimated(differencesOf(values, "difference"), "difference", 1 - plan.alpha),
    ...(margin && againstMargin(plan, values, margin)),
    shifts: shiftPoints(values, { scale, margin, random }),
  };
}

function estimated(differences: readonly number[], scale: PairScale, level: number): Estimate {
  const { low, high } = hodgesLehmannInterval(differences, { level });
  return {
    estimate: printedEffect(scale, hodgesLehmann(differences)),
    low: printedEffect(scale, low),
    high: printedEffect(scale, high),
  };
}

function againstMargin(
  plan: Plan,
  values: PairedValues,
  { scale, within, margin, distance }: ScaledMargin,
): Partial<Pick<RawComparison, "equivalence" | "pairsToSettle">> {
  if (scale === "share") return {};
  const { alpha } = plan;
  const level = 1 - 2 * alpha;
  const differences = differencesOf(values, scale);
  const isEnough = differences.length >= Math.max(FEWEST_FOR_EQUIVALENCE, fewestPairsFor(level));
  const p = isEnough
    ? equivalence(differences, { low: -distance, high: distance }, { alpha }).p
    : 1;
  const effect = estimated(differences, scale, level);
  return {
    equivalence: { scale, within, margin, level, ...effect, p, holds: p <= alpha },
    pairsToSettle: pairsToSettle(differences, { scale, distance, plan }),
  };
}

function pairsToSettle(
  differences: readonly number[],
  {
    scale,
    distance,
    plan: { alpha, primary },
  }: { readonly scale: PairScale; readonly distance: number; readonly plan: Plan },
): number | undefined {
  const { low, high } = hodgesLehmannInterval(differences, { level: 1 - 2 * alpha });
  if (Math.max(-low, high) > BEYOND[scale] / 10) return undefined;
  if (high - low > WIDEST_TO_SETTLE * distance) return undefined;
  // Holm multiplies the smallest p by the number of primary metrics, and few pairs cannot have so small a p.
  const fewest = fewestPairsFor(1 - alpha / Math.max(1, primary.length));
  return forecastBeyond(
    differences.length,
    Math.max(fewest, pairsToResolve(differences, distance, { alpha })),
  );
}

interface FailureOptions {
  readonly metric: MetricFacts;
  readonly values: PairedValues;
  readonly effect: Estimate;
  readonly alpha: number;
}

/** Treats a failed request as infinitely slow, or as 0 tokens per second. */
function withFailures(
  differences: readonly number[],
  { metric, values: { tally }, effect, alpha }: FailureOptions,
): WithFailures | undefined {
  const { baselineFailed, candidateFailed } = tally;
  if (metric.better === "neither" || metric.compareAs === "share") return undefined;
  if (baselineFailed + candidateFailed === 0) return undefined;
  const scale = metric.compareAs;
  const worse = metric.better === "lower" ? BEYOND[scale] : -BEYOND[scale];
  const all = [
    ...differences,
    ...Array.from({ length: candidateFailed }, () => worse),
    ...Array.from({ length: baselineFailed }, () => -worse),
  ];
  const { low, high } = hodgesLehmannInterval(all, { level: 1 - alpha });
  const direction = directionOf({ low, high }, "difference");
  return {
    pairs: all.length,
    direction,
    changesDirection: direction !== directionOf(effect, scale),
  };
}
