import { inSentence } from "./format.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";

/** Times that are called faster or slower; anything else is lower or higher. */
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
export function directionPhrase({ key, name }: MetricFacts, direction: "lower" | "higher"): string {
  const id = key.split("@")[0] ?? "";
  if (TIMES.has(id.replace(/_(?:p\d+|mean|median|max)$/, ""))) {
    return direction === "lower" ? "faster" : "slower";
  }
  return `${direction} ${inSentence(name)}`;
}
