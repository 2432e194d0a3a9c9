import { quantile, sorted } from "../../stats/index.ts";
import type {
  GateOutcome,
  GateReading,
  UnmeasuredReason,
  ValidityGate,
} from "../store/validity.ts";
import type { ArmObservation } from "./self-observation.ts";

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

interface ArmValue {
  readonly arm: string;
  readonly value: number;
  readonly of?: number;
}

/** The 99th percentile of each arm's latenesses; no value for an arm without any. */
export function p99ByArm(
  arms: readonly ArmObservation[],
  latenesses: "sendLatenessMs" | "serverLatenessMs",
): readonly ArmValue[] {
  return arms
    .filter((arm) => arm[latenesses].length > 0)
    .map((arm) => ({ arm: arm.arm, value: p99Of(arm[latenesses]) }));
}

interface WorstOptions {
  readonly reading: GateReading & { readonly limit: number };
  /** A larger value invalidates the run. */
  readonly broken?: number;
  /** For no values. */
  readonly reason: UnmeasuredReason;
}

/** Judges the arm with the largest value. */
export function worstArmGate(
  id: string,
  values: readonly ArmValue[],
  { reading, broken, reason }: WorstOptions,
): ValidityGate {
  const [worst] = values.toSorted((a, b) => b.value - a.value);
  if (worst === undefined) return unmeasured(id, reason, [reading]);
  return {
    id,
    outcome: graded(worst.value, reading.limit, broken),
    readings: [{ ...reading, ...worst, arm: oneOf(worst.arm, values.length) }],
  };
}
