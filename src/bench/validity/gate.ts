import { quantile, sorted } from "../../stats/index.ts";
import type { ValidityGate } from "../store/run-record.ts";

/** Outcome of a gate. */
export type Outcome = ValidityGate["outcome"];

/** Name of a gate. */
export type GateName = Pick<ValidityGate, "id" | "label">;

const WORST_LAST: readonly Outcome[] = ["not-measured", "held", "degraded", "broken"];

/** A gate that was not measured, and why. */
export function unmeasured(name: GateName, finding: string): ValidityGate {
  return { ...name, outcome: "not-measured", finding };
}

/** A value that equals a limit does not exceed it. */
export function graded(value: number, degraded: number, broken = Infinity): Outcome {
  if (value > broken) return "broken";
  return value > degraded ? "degraded" : "held";
}

/** The worst of several outcomes; `not-measured` for none. */
export function worstOf(outcomes: readonly Outcome[]): Outcome {
  const worst = Math.max(0, ...outcomes.map((outcome) => WORST_LAST.indexOf(outcome)));
  return WORST_LAST[worst] ?? "not-measured";
}

/** The 99th percentile of at least one value. */
export function p99Of(values: readonly number[]): number {
  return quantile(sorted(values), 0.99);
}

/** The median of at least one value. */
export function medianOf(values: readonly number[]): number {
  return quantile(sorted(values), 0.5);
}

/** A duration for a finding. */
export function ms(value: number): string {
  const size = Math.abs(value).toFixed(Math.abs(value) < 10 ? 2 : 0);
  return `${value < 0 && Number(size) !== 0 ? "−" : ""}${size} ms`;
}

/** A limit: as it is declared. */
export function limitMs(value: number): string {
  return `limit ${Number(value.toPrecision(3))} ms`;
}

/** A share for a finding. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value.toFixed(value < 10 && value !== Math.round(value) ? 1 : 0)} %`;
}

/** ` in arm "b"`, if there are several to tell apart. */
export function inArm(arm: string, arms: number): string {
  return arms > 1 ? ` in arm "${arm}"` : "";
}
