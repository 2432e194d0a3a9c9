import type { MetricConclusion } from "../conclusions/conclusions.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import type { Direction } from "../conclusions/verdict.ts";
import { checkFinding } from "./check-finding.ts";
import { formatMargin } from "./format-effect.ts";
import { inSentence, quantileName } from "./format.ts";

/** Returns the verdict as a short phrase, as in `faster` or `equivalent within 20 ms`; a dash if there is none. */
export function verdictPhrase({ metric, verdict, comparison }: MetricConclusion): string {
  switch (verdict?.kind) {
    case undefined:
      return "–";
    case "different":
      return directionPhrase(metric, verdict.direction);
    case "negligible":
      return `${directionPhrase(metric, verdict.direction)}, but within the margin`;
    case "equivalent":
      return `equivalent within ${formatMargin(comparison?.equivalence, metric)}`;
    case "equivalent-in-the-middle": {
      const { quantile, beyondMargin = "higher" } = verdict.outside;
      return `typically equivalent, ${directionPhrase(metric, beyondMargin)} at ${quantileName(quantile)}`;
    }
    case "below-accuracy":
      return "below this client’s accuracy";
    case "inconclusive":
      return "inconclusive";
    case "not-comparable":
      return verdict.blocker === undefined ? "no conclusion" : "not comparable";
  }
}

/** The same next to the metric’s name, as in `higher (worse)`, so that it does not rely on colour alone. */
export function shortVerdict(one: MetricConclusion): string {
  const { metric, verdict } = one;
  const isPlain = metric.isSpeed || verdict?.kind !== "different" || verdict.isBetter === undefined;
  if (isPlain) return verdictPhrase(one);
  return `${verdict.direction} (${verdict.isBetter ? "better" : "worse"})`;
}

/** Returns why a metric is not compared; `undefined` if it is. */
export function whyNotComparable({ verdict }: MetricConclusion): string | undefined {
  if (verdict?.kind !== "not-comparable") return undefined;
  return verdict.blocker === undefined
    ? "nothing is concluded"
    : inSentence(checkFinding(verdict.blocker));
}

/** Returns a direction in the terms of the metric: `faster`, `slower`, or `lower added delay`. */
export function directionPhrase({ isSpeed, name }: MetricFacts, direction: Direction): string {
  if (isSpeed) return direction === "lower" ? "faster" : "slower";
  return `${direction} ${inSentence(name)}`;
}
