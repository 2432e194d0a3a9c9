import { reasoningTokensForEffort } from "../../answer/simulated-request.ts";

/** Budgets from here on are taken for the words that clients mean by them, in tokens. */
const MEDIUM_FROM = 4_000;
const HIGH_FROM = 12_000;

/**
 * How much the simulator thinks where a request gives a budget: as much as for a word for effort, and never
 * more than the budget.
 *
 * @param budget In tokens, from 0.
 * @returns In tokens.
 */
export function thinkingTokensWithin(budget: number): number {
  return Math.min(budget, reasoningTokensForEffort(wordFor(budget)) ?? 0);
}

function wordFor(budget: number): string {
  if (budget < MEDIUM_FROM) return "low";
  return budget < HIGH_FROM ? "medium" : "high";
}
