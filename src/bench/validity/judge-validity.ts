import type { Validity, ValidityGate } from "../store/run-record.ts";
import { connectionsGate, cpuGate, hiccupGate, loopLagGate, scheduleGate } from "./client-gates.ts";
import { unmeasured } from "./gate.ts";
import type { SelfObservation } from "./self-observation.ts";
import { coalescedGate, serverGate } from "./server-gates.ts";
import { fairnessGate, truthGate } from "./truth-gates.ts";

/**
 * Judges whether a run's figures mean anything, from what the run has seen of itself. Pure.
 *
 * A gate is `degraded` if figures carry an error that a reader must know, and `broken` only if
 * they cannot mean anything: this client was saturated or measured one arm worse than the other, so it measured
 * itself; or text was lost. One broken gate makes the run invalid, one degraded gate makes it degraded. What
 * could not be measured does neither, and its finding is why. A run in which nothing was measured while its
 * requests were made is `not-measured`, which is not `valid`.
 *
 * @example
 * ```ts
 * const nothing = {
 *   hiccupsMs: undefined, loopLagMs: undefined, cpu: undefined, arms: [], requests: [], embedded: false,
 * };
 * judgeValidity(nothing).verdict; // "not-measured"
 * judgeValidity({ ...nothing, loopLagMs: [0.2] }).verdict; // "valid"
 * ```
 */
export function judgeValidity(seen: SelfObservation): Validity {
  const client = [loopLagGate, scheduleGate, cpuGate];
  const server = [coalescedGate, serverGate, truthGate, fairnessGate];
  const during = [...client, ...server].map((gate) => gate(seen));
  const gates = [hiccupGate(seen), ...during, connectionsGate(seen), exactnessGate(seen)];
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
  const gate = { id: "exactness", label: "Text in is text out" };
  if (requests.length === 0) return unmeasured(gate, "Not measured, as no request has ended");
  const wrong = requests.filter(({ exact }) => !exact).length;
  return {
    ...gate,
    outcome: wrong === 0 ? "held" : "broken",
    finding: `${requests.length - wrong} of ${requests.length} answers came out of the buffer exactly as they went in`,
  };
}
