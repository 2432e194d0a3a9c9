import { inSentence } from "./format.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import type { Direction } from "../conclusions/verdict.ts";

/** Returns a direction in the terms of the metric: `faster`, `slower`, or `lower added delay`. */
export function directionPhrase({ isSpeed, name }: MetricFacts, direction: Direction): string {
  if (isSpeed) return direction === "lower" ? "faster" : "slower";
  return `${direction} ${inSentence(name)}`;
}
