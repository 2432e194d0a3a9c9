import type { ComparabilityCheck } from "./comparability-check.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** Whether both arms may be compared in one metric. */
export type MetricComparability =
  /** The checks in `unlike` do not hold, which limits what the comparison means. */
  | { readonly kind: "comparable"; readonly unlike: readonly ComparabilityCheck[] }
  | { readonly kind: "not-comparable"; readonly blocker: ComparabilityCheck };

/** Times of the beginning of an answer: whatever follows does not change them. */
const OF_THE_BEGINNING = new Set(["ttfb", "ttfe", "ttft", "ttft_send", "ttfa", "ttst", "ttp"]);

/** Figures of the whole answer: a longer one has more of it. */
const OF_THE_WHOLE = new Set(["e2e", "e2e_end", "n", "ntpot", "stall_n", "stall_ms"]);

/** Figures that count tokens: a provider's tokens and deltas are different units. */
const OF_TOKENS = new Set(["n", "tpot", "ntpot", "itl", "tokens_per_second"]);

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
  { key }: MetricFacts,
  checks: readonly ComparabilityCheck[],
): MetricComparability {
  const [id = "", layer = ""] = key.split("@");
  const unmet = (ids: readonly string[]) =>
    checks.filter((check) => ids.includes(check.id) && check.outcome !== "held");

  const [blocker] = [
    ...(layer === "flush"
      ? unmet(["exactness"]).filter(({ outcome }) => outcome === "broken")
      : []),
    ...(OF_TOKENS.has(id) ? unmet(["token-source"]) : []),
    ...(OF_THE_WHOLE.has(id) ? unmet(UNLIKE_ANSWERS) : []),
  ];
  if (blocker !== undefined) return { kind: "not-comparable", blocker };
  return { kind: "comparable", unlike: OF_THE_BEGINNING.has(id) ? [] : unmet(UNLIKE_ANSWERS) };
}
