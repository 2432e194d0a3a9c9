import type { Validity, ValidityGate } from "../store/validity.ts";
import { connectionsGate, cpuGate, hiccupGate, loopLagGate, scheduleGate } from "./client-gates.ts";
import { unmeasured } from "./gate.ts";
import type { SelfObservation } from "./self-observation.ts";
import { coalescedGate, fairnessGate, serverGate, truthGate } from "./server-gates.ts";

/**
 * Judges whether a run's figures can be trusted, from what the run observed about itself. Pure.
 *
 * A gate is `degraded` if the figures contain an error that a reader must know, and `broken` only if
 * they are meaningless: this client was saturated or measured one arm worse than the other, so it measured
 * itself; or text was lost. One broken gate makes the run invalid, one degraded gate makes it degraded. A gate that
 * was not measured does neither, and gives the reason. A run in which nothing was measured while its
 * requests were made is `not-measured`, which is not `valid`.
 *
 * @example
 * ```ts
 * const nothing = {
 *   hiccupsMs: undefined, loopLagMs: undefined, cpu: undefined, arms: [], requests: [], simulated: false,
 * };
 * judgeValidity(nothing).verdict; // "not-measured"
 * judgeValidity({ ...nothing, loopLagMs: [0.2] }).verdict; // "valid"
 * ```
 */
export function judgeValidity(observed: SelfObservation): Validity {
  const client = [loopLagGate, scheduleGate, cpuGate];
  const server = [coalescedGate, serverGate, truthGate, fairnessGate];
  const during = [...client, ...server].map((gate) => gate(observed));
  const after = [connectionsGate, exactnessGate].map((gate) => gate(observed));
  const gates = [hiccupGate(observed), ...during, ...after];
  return { verdict: verdictOf(gates, during), gates };
}

function verdictOf(
  gates: readonly ValidityGate[],
  during: readonly ValidityGate[],
): Validity["verdict"] {
  if (gates.some(({ outcome }) => outcome === "broken")) return "invalid";
  if (gates.some(({ outcome }) => outcome === "degraded")) return "degraded";
  return during.every(({ outcome }) => outcome === "not-measured") ? "not-measured" : "valid";
}

function exactnessGate({ requests }: SelfObservation): ValidityGate {
  const id = "exactness";
  const of = requests.length;
  if (of === 0) return unmeasured(id, "no-answers");
  const exact = requests.filter((request) => request.exact).length;
  return {
    id,
    outcome: exact === of ? "held" : "broken",
    readings: [{ statistic: "share", unit: "ratio", value: exact / of, of }],
  };
}
