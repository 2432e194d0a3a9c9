import type { Comparison, MetricConclusion, Verdict } from "./conclusions.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { quantileName } from "./charts/quantile-ratio-shift.ts";
import { formatEffect } from "./format-effect.ts";
import { formatCount, formatP, formatShare, inSentence } from "./format.ts";

/** Times of which everybody says "faster"; anything else is lower or higher. */
const TIMES = new Set([
  "ttfb",
  "ttfe",
  "ttft",
  "ttft_send",
  "ttfa",
  "ttst",
  "ttp",
  "e2e",
  "e2e_end",
  "tpot",
  "ntpot",
  "itl",
  "icl",
]);

/** What a direction is called for this metric: `faster`, `slower`, or `lower added delay`. */
export function directionWords({ key, name }: MetricFacts, direction: "lower" | "higher"): string {
  const id = key.split("@")[0] ?? "";
  if (TIMES.has(id.replace(/_(?:p\d+|mean|median|max)$/, ""))) {
    return direction === "lower" ? "faster" : "slower";
  }
  return `${direction} ${inSentence(name)}`;
}

/**
 * What one primary metric says, as a clause about the candidate: effect, interval, p and number of
 * pairs, always together.
 */
export function verdictClause(
  { metric, comparison, verdict }: MetricConclusion,
  alpha: number,
): string {
  const label = inSentence(metric.label);
  if (comparison === undefined || verdict === undefined) return `cannot be judged in ${label}`;
  const evidence = evidenceOf(metric, comparison, alpha);
  const sign = signChange(comparison);
  const beside = sign === undefined ? "" : `, though ${sign}`;
  return `${saidBy(verdict, metric, label)} (${evidence}${settledBy(verdict)})${beside}`;
}

function saidBy(verdict: Verdict, { name }: MetricFacts, label: string): string {
  switch (verdict.kind) {
    case "different":
      return verdict.words.endsWith("er")
        ? `is ${verdict.words} in ${label}`
        : `has ${verdict.words}${label.slice(inSentence(name).length)}`;
    case "equivalent":
      return `is equivalent in ${label}`;
    case "inconclusive":
      return `is undecided in ${label}`;
    case "not-comparable":
      return `cannot be compared in ${label}`;
  }
}

function evidenceOf({ unit }: MetricFacts, comparison: Comparison, alpha: number): string {
  const { effect, scale, adjustedP, pairs, equivalence } = comparison;
  const { estimate, bounds } = formatEffect(effect, { scale, unit });
  const margin = equivalence?.holds === true ? `, margin ${equivalence.words}` : "";
  return `${estimate}, ${formatShare(1 - alpha)} interval ${bounds}, ${formatP(adjustedP)}, ${formatCount(pairs, "pair")}${margin}`;
}

function settledBy(verdict: Verdict): string {
  if (verdict.kind !== "inconclusive" || verdict.pairsNeeded === undefined) return "";
  return `; about ${formatCount(verdict.pairsNeeded, "pair")} would settle it`;
}

/**
 * Says that the effect is one way in one part of the distribution and the other way in another, where
 * the intervals of both parts exclude "no effect"; else `undefined`.
 */
function signChange({ scale, shifts }: Pick<Comparison, "scale" | "shifts">): string | undefined {
  const none = scale === "ratio" ? 1 : 0;
  const lower = shifts.filter(({ high }) => high < none);
  const higher = shifts.filter(({ low }) => low > none);
  if (lower.length === 0 || higher.length === 0) return undefined;
  return `it changes sign along the distribution: lower at ${quantiles(lower)}, higher at ${quantiles(higher)}`;
}

function quantiles(points: readonly { readonly quantile: number }[]): string {
  const names = points.map(({ quantile }) => quantileName(quantile));
  const [first, last] = [names[0] ?? "", names.at(-1) ?? ""];
  return names.length === 1 ? first : `${first} to ${last}`;
}
