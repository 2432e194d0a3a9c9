import type { Comparison, EquivalenceResult, EffectAtQuantile } from "../conclusions/comparison.ts";
import type { MetricConclusion } from "../conclusions/conclusions.ts";
import { noEffect } from "../conclusions/effect-scale.ts";
import { farthestOutside, type Verdict } from "../conclusions/verdict.ts";
import { formatEffectInterval, formatMargin } from "./format-effect.ts";
import {
  formatCount,
  formatFigure,
  formatNumber,
  formatShare,
  inSentence,
  quantileName,
} from "./format.ts";
import { effectPhrase } from "./effect-phrase.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { metricLabel } from "./metric-label.ts";
import { directionPhrase, whyNotComparable } from "./verdict-phrase.ts";

/**
 * Describes the verdict of one primary metric as a clause about the candidate with absolute values, as in `shows its
 * first token 43 ms later (median 193 → 236 ms)`. Tables and cards add interval and p.
 */
export function verdictClause(conclusion: MetricConclusion): string {
  const { metric, verdict, comparison } = conclusion;
  const label = inSentence(metricLabel(metric));
  if (verdict?.kind === "not-comparable") {
    return `cannot be compared on ${label}: ${whyNotComparable(conclusion) ?? ""}`;
  }
  if (verdict === undefined || comparison === undefined) {
    return `is inconclusive for ${label}: too few pairs have a value in both arms (${conclusion.tally?.compared ?? 0})`;
  }
  return [
    `${clauseOf(verdict, conclusion, comparison)}${typicalValues(conclusion)}`,
    verdict.kind === "inconclusive" ? whyInconclusive(verdict, comparison, metric) : undefined,
    ...alongTheDistribution(verdict, comparison, metric),
    meansApart(conclusion),
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

function clauseOf(
  verdict: Exclude<Verdict, { kind: "not-comparable" }>,
  { metric, typical }: MetricConclusion,
  comparison: Comparison,
): string {
  const label = inSentence(metricLabel(metric));
  const margin = formatMargin(comparison.equivalence, metric);
  switch (verdict.kind) {
    case "different":
      return comparison.scale === "share"
        ? shareClause(metric, typical)
        : effectPhrase(metric, verdict.direction, comparison.shift);
    case "negligible":
      return `${effectPhrase(metric, verdict.direction, comparison.shift)}, within the margin of ${margin}`;
    case "equivalent":
      return `is equivalent in ${label} within ${margin}`;
    case "equivalent-in-the-middle":
      return `is typically equivalent in ${label} within ${margin}`;
    case "below-accuracy":
      return `differs in ${label} by no more than this client’s measurement error`;
    case "inconclusive":
      return `is inconclusive for ${label}`;
  }
}

/** Returns what would make an inconclusive metric conclusive. */
export function whyInconclusive(
  { pairsNeeded }: Extract<Verdict, { kind: "inconclusive" }>,
  { equivalence }: Comparison,
  metric: MetricFacts,
): string {
  if (equivalence === undefined) return "equivalence cannot be shown without a margin";
  const margin = formatMargin(equivalence, metric);
  return pairsNeeded === undefined
    ? `the number of pairs that would settle it cannot be estimated (margin ${margin})`
    : `about ${formatCount(pairsNeeded, "pair")} would settle it (margin ${margin})`;
}

/** ` (median 193 → 236 ms)`, or the shares of answers unless the clause contains them. */
function typicalValues({ metric, typical, comparison, verdict }: MetricConclusion): string {
  if (typical === undefined || comparison === undefined) return "";
  const { baseline, candidate } = typical;
  if (comparison.scale === "share") {
    return verdict?.kind === "different"
      ? ""
      : ` (${formatShare(baseline)} → ${formatShare(candidate)} of answers)`;
  }
  const medians = `${formatNumber(baseline)} → ${formatFigure(candidate, metric.unit)}`;
  return isElsewhere(verdict, typical)
    ? ` in the typical pair (although the arms’ medians are ${medians})`
    : ` (median ${medians})`;
}

/** Whether the arms’ medians do not show the direction of the typical pair. */
function isElsewhere(
  verdict: Verdict | undefined,
  { baseline, candidate }: NonNullable<MetricConclusion["typical"]>,
): boolean {
  if (verdict === undefined || !("direction" in verdict)) return false;
  const isSame = formatNumber(baseline) === formatNumber(candidate);
  return isSame || verdict.direction === (candidate > baseline ? "lower" : "higher");
}

/** Metric id → verb for an answer with a value above 0. */
const SHARE_VERBS: Readonly<Record<string, string>> = {
  stall_n: "stalls",
  stall_ms: "stalls",
  stall_max: "stalls",
  stall_ratio: "stalls",
  burst_zero: "has gaps below 1 ms",
};

/** `stalls in 27 % of its answers instead of 0 %` */
function shareClause(metric: MetricFacts, typical: MetricConclusion["typical"]): string {
  const share = (value: number | undefined) => (value === undefined ? "–" : formatShare(value));
  const verb = SHARE_VERBS[metric.id] ?? `has ${inSentence(metricLabel(metric))}`;
  return `${verb} in ${share(typical?.candidate)} of its answers instead of ${share(typical?.baseline)}`;
}

/** Quantiles that disagree with the verdict: outside the margin, or in the other direction. */
function alongTheDistribution(
  verdict: Verdict,
  comparison: Comparison,
  metric: MetricFacts,
): readonly (string | undefined)[] {
  // An effect that the client cannot measure has no measurable quantiles either.
  if (verdict.kind === "below-accuracy") return [];
  // A large effect is outside the margin everywhere; a small one can hide a quantile that is.
  const outside =
    verdict.kind === "different" && !isSmall(comparison) ? undefined : farthestOutside(comparison);
  const side = outside?.beyondMargin;
  const direction = metric.isSpeed && side ? directionPhrase(metric, side) : side;
  return [
    outside &&
      `but ${direction} at ${quantileName(outside.quantile)} (${formatEffectInterval(outside, { scale: comparison.scale, unit: metric.unit })})`,
    signChange(comparison),
  ];
}

/**
 * Returns `but not on average (mean 107 → 256 ms)` if the arms' means differ by more than the margin although the
 * typical pairs do not, for example because a tenth of the answers is very slow; otherwise `undefined`.
 */
export function meansApart(conclusion: MetricConclusion): string | undefined {
  const { metric, verdict, comparison, arms } = conclusion;
  const [before = 0, after = 0] = arms.map(({ mean }) => mean);
  if (verdict?.kind !== "equivalent" && verdict?.kind !== "negligible") return undefined;
  const margin = comparison?.equivalence;
  return margin === undefined || isWithin(margin, before, after)
    ? undefined
    : `but not on average (mean ${formatNumber(before)} → ${formatFigure(after, metric.unit)})`;
}

/** Whether two means lie within a margin; true for a margin of shares, which has no means. */
function isWithin({ scale, within }: EquivalenceResult, before: number, after: number): boolean {
  if (scale === "share" || (scale === "ratio" && before === 0)) return true;
  const effect = scale === "ratio" ? after / before : after - before;
  return within.low <= effect && effect <= within.high;
}

/** Whether the typical effect lies within the margin. */
function isSmall({ equivalence }: Comparison): boolean {
  if (equivalence === undefined) return false;
  const { estimate, within } = equivalence;
  return within.low <= estimate && estimate <= within.high;
}

/** Reports that the effect changes sign across quantiles, if intervals on both sides exclude "no effect". */
function signChange({ scale, shifts }: Pick<Comparison, "scale" | "shifts">): string | undefined {
  const none = noEffect(scale);
  const lower = shifts.filter(({ high }) => high < none);
  const higher = shifts.filter(({ low }) => low > none);
  if (lower.length === 0 || higher.length === 0) return undefined;
  return `though the effect changes sign across quantiles: lower at ${quantiles(lower)}, higher at ${quantiles(higher)}`;
}

function quantiles(points: readonly EffectAtQuantile[]): string {
  const names = points.map(({ quantile }) => quantileName(quantile));
  return [...new Set([names[0], names.at(-1)])].join(" to ");
}
