import type { ValidityGate } from "../store/run-record.ts";
import { type GateName, graded, inArm, limitMs, ms, p99Of, percent, unmeasured } from "./gate.ts";
import type { ArmObservation, SelfObservation } from "./self-observation.ts";

/** When the client itself made most of the gaps, it measured itself. */
const COALESCED = { degraded: 0.01, broken: 0.5 };

/** A simulator that is as late as a stall causes stalls itself. */
const SERVER_LATENESS = { degradedMs: 5, brokenMs: 200 };

/** Whether the client read separately what the server sent separately. */
export function coalescedGate({ arms }: SelfObservation): ValidityGate {
  const gate = { id: "coalesced-by-client", label: "Every piece read by itself" };
  const limit = `limit ${percent(COALESCED.degraded)}`;
  const known = arms.filter(({ pieces }) => pieces.known > 0);
  const share = ({ pieces }: ArmObservation) => pieces.coalesced / pieces.known;
  const [worst] = known.toSorted((a, b) => share(b) - share(a));
  if (worst === undefined) return unstamped(gate, limit);
  return {
    ...gate,
    outcome: graded(share(worst), COALESCED.degraded, COALESCED.broken),
    finding: `${percent(share(worst))} of ${worst.pieces.known} pieces${inArm(worst.arm, known.length)} were sent apart but read together · ${limit}`,
  };
}

/** Whether a simulator sent its tokens when they were due. */
export function serverGate({ arms }: SelfObservation): ValidityGate {
  const gate = { id: "server-lateness-p99", label: "Simulator on time" };
  const limit = limitMs(SERVER_LATENESS.degradedMs);
  const late = arms
    .filter(({ serverLatenessMs }) => serverLatenessMs.length > 0)
    .map(({ arm, serverLatenessMs }) => ({ arm, p99: p99Of(serverLatenessMs) }));
  const [worst] = late.toSorted((a, b) => b.p99 - a.p99);
  if (worst === undefined) return unstamped(gate, limit);
  return {
    ...gate,
    outcome: graded(worst.p99, SERVER_LATENESS.degradedMs, SERVER_LATENESS.brokenMs),
    finding: `The simulator sent its tokens${inArm(worst.arm, late.length)} ${ms(worst.p99)} late at the 99th percentile · ${limit}`,
  };
}

function unstamped(gate: GateName, limit: string): ValidityGate {
  return unmeasured(gate, `Not measured, as the server keeps no record of its tokens · ${limit}`);
}
