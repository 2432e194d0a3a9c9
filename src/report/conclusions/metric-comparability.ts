import type { ComparabilityCheck } from "./comparability-check.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** Whether both arms may be compared in one metric. */
export type MetricComparability =
  /** The checks in `unlike` do not hold, which limits what the comparison means. */
  | { readonly kind: "comparable"; readonly unlike: readonly ComparabilityCheck[] }
  | { readonly kind: "not-comparable"; readonly blocker: ComparabilityCheck };

/** Checks that do not hold for answers that are unlike as a whole. */
const UNLIKE_ANSWERS = ["lengths", "ends"];

/**
 * Whether both arms may be compared in a metric, by what it depends on. What is true of the beginning of
 * an answer is always comparable. What counts tokens is comparable only if both arms were counted in one
 * way. Rates and gaps are comparable with a note if lengths differ, totals only if the answers are
 * equally long: a check that did not decide does not hold. After the buffer nothing is comparable if it
 * changed the text.
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
