import type { ComparabilityCheck } from "./comparability-check.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** Whether both arms may be compared in one metric. */
export type MetricComparability =
  /** The checks in `unlike` do not hold, which limits what the comparison means. */
  | { readonly kind: "comparable"; readonly unlike: readonly ComparabilityCheck[] }
  | { readonly kind: "not-comparable"; readonly blocker: ComparabilityCheck };

/** Checks of whether whole answers are alike. */
const UNLIKE_ANSWERS = ["lengths", "ends"];

/**
 * Decides whether the arms may be compared on a metric. Metrics of the beginning of an answer always may. Metrics
 * that count tokens need the same way of counting in both arms. Rates and gaps get a note if lengths differ; totals
 * need equally long answers, and an undecided check does not hold. Nothing after the buffer may be compared if the
 * buffer changed the text.
 */
export function comparabilityFor(
  { layer, dependsOn, countsTokens }: MetricFacts,
  checks: readonly ComparabilityCheck[],
): MetricComparability {
  const unmet = (ids: readonly string[]) =>
    checks.filter((check) => ids.includes(check.id) && check.outcome !== "held");

  const [blocker] = [
    ...(layer === "flush"
      ? unmet(["exactness"]).filter(({ outcome }) => outcome === "broken")
      : []),
    ...(countsTokens ? unmet(["token-source"]) : []),
    ...(dependsOn === "whole" ? unmet(UNLIKE_ANSWERS) : []),
  ];
  if (blocker !== undefined) return { kind: "not-comparable", blocker };
  return { kind: "comparable", unlike: dependsOn === "beginning" ? [] : unmet(UNLIKE_ANSWERS) };
}
