import { reasoningTokensForEffort } from "../../answer/simulated-request.ts";

/** The budgets, in tokens, from which a request counts as medium or high effort. */
const MEDIUM_FROM = 4_000;
const HIGH_FROM = 12_000;

/**
 * Returns the reasoning tokens for a budget: those of the effort that clients mean by it, at most the budget.
 *
 * @param budget In tokens, from 0.
 */
export function thinkingTokensWithin(budget: number): number {
  return Math.min(budget, reasoningTokensForEffort(effortFor(budget)) ?? 0);
}

function effortFor(budget: number): string {
  if (budget < MEDIUM_FROM) return "low";
  return budget < HIGH_FROM ? "medium" : "high";
}
