import type { Plan } from "../../bench/index.ts";
import {
  cliffsDelta,
  FEWEST_FOR_EQUIVALENCE,
  type PairedShares,
  pairedNewcombeInterval,
  pairsToResolveShares,
  type Random,
  signedRankTest,
} from "../../stats/index.ts";
import type { RawComparison } from "./adjust-family.ts";
import type { EquivalenceResult, Estimate, WithFailures } from "./comparison.ts";
import { directionOf } from "./effect-scale.ts";
import { forecastBeyond, type ScaledMargin, scaledMargin } from "./margin.ts";
import type { MetricFacts } from "./metric-facts.ts";
import type { PairedValues, PairTally } from "./pairs.ts";

/** A smaller margin would need more pairs than any run has, which might not even be a safe integer. */
const SMALLEST_TO_SETTLE = 1e-6;

/**
 * Compares the candidate with the baseline on a metric that is mostly 0: the difference between the shares of
 * answers with a value above 0, with Newcombe's interval for paired proportions. p comes from McNemar's exact test,
 * on the pairs in which only one answer has such a value.
 *
 * A typical difference is useless here: it is 0 even if every fourth answer stalls.
 */
export function compareShares(
  plan: Plan,
  metric: MetricFacts,
  { values, random }: { readonly values: PairedValues; readonly random: Random },
): RawComparison {
  const { alpha } = plan;
  const { baseline, candidate, tally } = values;
  const pairs = baseline.length;
  const hits = baseline.map((a, index) => [a > 0, (candidate[index] ?? 0) > 0] as const);
  const counts = countHits(hits);
  const effect = pairedNewcombeInterval(counts, { level: 1 - alpha });
  const margin = scaledMargin(plan, metric, (counts.both + counts.onlyBaseline) / pairs);
  const differences = hits.map(([a, b]) => Number(b) - Number(a));
  return {
    scale: "share",
    pairs,
    effect,
    shift: undefined,
    cliffsDelta: cliffsDelta(baseline, candidate),
    p: signedRankTest(differences, { random }),
    equivalence: margin && equivalent(counts, margin, alpha),
    pairsToSettle:
      margin && margin.distance >= SMALLEST_TO_SETTLE
        ? forecastBeyond(pairs, pairsToResolveShares(counts, margin.distance, { alpha }))
        : undefined,
    shifts: [],
    withFailures: withFailures(counts, { metric, tally, effect, alpha }),
  };
}

/** Counts pairs by whether the baseline and the candidate are hits. */
export function countHits(pairs: readonly (readonly [boolean, boolean])[]): PairedShares {
  const count = (a: boolean, b: boolean) =>
    pairs.filter((pair) => pair[0] === a && pair[1] === b).length;
  return {
    both: count(true, true),
    onlyBaseline: count(true, false),
    onlyCandidate: count(false, true),
    neither: count(false, false),
  };
}

function equivalent(
  counts: PairedShares,
  { within, margin }: ScaledMargin,
  alpha: number,
): EquivalenceResult {
  const isWithin = (risk: number) => {
    const { low, high } = pairedNewcombeInterval(counts, { level: 1 - 2 * risk });
    return within.low <= low && high <= within.high;
  };
  const p = sizeOf(counts) < FEWEST_FOR_EQUIVALENCE ? 1 : smallestRisk(isWithin);
  const level = 1 - 2 * alpha;
  const effect = pairedNewcombeInterval(counts, { level });
  return { scale: "share", within, margin, level, ...effect, p, holds: p <= alpha };
}

/** The smallest α at which the interval lies within the margin: the p of the two one-sided tests. */
function smallestRisk(isWithin: (risk: number) => boolean): number {
  let [low, high] = [1e-9, 0.499_999];
  if (!isWithin(high)) return 1;
  if (isWithin(low)) return low;
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (isWithin(middle)) high = middle;
    else low = middle;
  }
  return high;
}

interface FailureOptions {
  readonly metric: MetricFacts;
  readonly tally: PairTally;
  readonly effect: Estimate;
  readonly alpha: number;
}

/** Counts a failed request as an answer with the worse of the two outcomes, and its pair as discordant. */
function withFailures(
  counts: PairedShares,
  { metric: { better }, tally, effect, alpha }: FailureOptions,
): WithFailures | undefined {
  const { baselineFailed, candidateFailed } = tally;
  if (better === "neither" || baselineFailed + candidateFailed === 0) return undefined;
  const isHitWorse = better === "lower";
  const worst = {
    ...counts,
    onlyBaseline: counts.onlyBaseline + (isHitWorse ? baselineFailed : candidateFailed),
    onlyCandidate: counts.onlyCandidate + (isHitWorse ? candidateFailed : baselineFailed),
  };
  const direction = directionOf(pairedNewcombeInterval(worst, { level: 1 - alpha }), "share");
  return {
    pairs: sizeOf(worst),
    direction,
    changesDirection: direction !== directionOf(effect, "share"),
  };
}

function sizeOf({ both, onlyBaseline, onlyCandidate, neither }: PairedShares): number {
  return both + onlyBaseline + onlyCandidate + neither;
}
