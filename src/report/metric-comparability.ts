import type { ComparabilityCheck } from "./conclusions.ts";
import { inSentence } from "./format.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** Whether both arms may be compared in one metric. */
export type MetricComparability =
  /** `notes` limit what the comparison means, one sentence each. */
  | { readonly kind: "comparable"; readonly notes: readonly string[] }
  | { readonly kind: "not-comparable"; readonly why: string };

/** Times of the beginning of an answer: whatever follows does not change them. */
const OF_THE_BEGINNING = new Set(["ttfb", "ttfe", "ttft", "ttft_send", "ttfa", "ttst", "ttp"]);

/** Figures of the whole answer: a longer one has more of it. */
const OF_THE_WHOLE = new Set(["e2e", "e2e_end", "n", "ntpot", "stall_n", "stall_ms"]);

/** Figures that count tokens. */
const OF_TOKENS = new Set(["n", "tpot", "ntpot", "itl", "tokens_per_second"]);

/**
 * Whether both arms may be compared in a metric, by what it depends on. What is true of the beginning of
 * an answer is always comparable. Rates and gaps are comparable with a note if lengths or token counts
 * differ. Totals are comparable only if the answers are equally long: a check that did not decide does
 * not hold. After the buffer nothing is comparable if it changed the text.
 */
export function comparabilityFor(
  { key }: MetricFacts,
  checks: readonly ComparabilityCheck[],
): MetricComparability {
  const [id = "", layer = ""] = key.split("@");
  const unmet = (checkId: string) =>
    checks.find((check) => check.id === checkId && check.outcome !== "held");
  const exactness = unmet("exactness");
  if (layer === "flush" && exactness?.outcome === "broken") return refused(exactness);
  if (OF_THE_BEGINNING.has(id)) return { kind: "comparable", notes: [] };

  const source = OF_TOKENS.has(id) ? unmet("token-source") : undefined;
  const differing = [source, unmet("lengths"), unmet("ends")].filter((one) => one !== undefined);
  const [first] = differing;
  if (first !== undefined && OF_THE_WHOLE.has(id)) return refused(first);
  return { kind: "comparable", notes: differing.map(({ finding }) => finding) };
}

function refused({ finding }: ComparabilityCheck): MetricComparability {
  return { kind: "not-comparable", why: inSentence(finding) };
}
