import { quantile, sorted } from "../../stats/index.ts";
import type {
  GateOutcome,
  GateReading,
  UnmeasuredReason,
  ValidityGate,
} from "../store/validity.ts";

const WORST_LAST: readonly GateOutcome[] = ["not-measured", "held", "degraded", "broken"];

/** A gate that was not measured, with its limits. */
export function unmeasured(
  id: string,
  reason: UnmeasuredReason,
  readings: readonly GateReading[] = [],
): ValidityGate {
  return { id, outcome: "not-measured", reason, readings };
}

/** Returns the outcome of a value. A value that equals a limit does not exceed it. */
export function graded(value: number, degraded: number, broken = Infinity): GateOutcome {
  if (value > broken) return "broken";
  return value > degraded ? "degraded" : "held";
}

/** The worst of several outcomes; `not-measured` for none. */
export function worstOf(outcomes: readonly GateOutcome[]): GateOutcome {
  const worst = Math.max(0, ...outcomes.map((outcome) => WORST_LAST.indexOf(outcome)));
  return WORST_LAST[worst] ?? "not-measured";
}

/** The 99th percentile of at least one value. */
export function p99Of(values: readonly number[]): number {
  return quantile(sorted(values), 0.99);
}

/** The arm, if there are several to distinguish. */
export function oneOf(arm: string, arms: number): string | undefined {
  return arms > 1 ? arm : undefined;
}
