import type { ValidityGate } from "../store/validity.ts";
import { graded, oneOf, p99Of, unmeasured } from "./gate.ts";
import type { ArmObservation, SelfObservation } from "./self-observation.ts";

/** When the client itself made most of the gaps, it measured itself. */
const COALESCED = { degraded: 0.01, broken: 0.5 };

/** A simulator that is as late as a stall causes stalls itself. */
const SERVER_LATENESS = { degradedMs: 5, brokenMs: 200 };

/** Judges whether the client read separately what the server sent separately. */
export function coalescedGate({ arms }: SelfObservation): ValidityGate {
  const id = "coalesced-by-client";
  const reading = { statistic: "share", unit: "ratio", limit: COALESCED.degraded } as const;
  const known = arms.filter(({ reads }) => reads.known > 0);
  const share = ({ reads }: ArmObservation) => reads.coalesced / reads.known;
  const [worst] = known.toSorted((a, b) => share(b) - share(a));
  if (worst === undefined) return unmeasured(id, "no-server-record", [reading]);
  const value = share(worst);
  return {
    id,
    outcome: graded(value, COALESCED.degraded, COALESCED.broken),
    readings: [{ ...reading, value, of: worst.reads.known, arm: oneOf(worst.arm, known.length) }],
  };
}

/** Judges whether a simulator sent its tokens when they were due. */
export function serverGate({ arms }: SelfObservation): ValidityGate {
  const id = "server-lateness-p99";
  const reading = { statistic: "p99", unit: "ms", limit: SERVER_LATENESS.degradedMs } as const;
  const late = arms
    .filter(({ serverLatenessMs }) => serverLatenessMs.length > 0)
    .map(({ arm, serverLatenessMs }) => ({ arm, p99: p99Of(serverLatenessMs) }));
  const [worst] = late.toSorted((a, b) => b.p99 - a.p99);
  if (worst === undefined) return unmeasured(id, "no-server-record", [reading]);
  return {
    id,
    outcome: graded(worst.p99, SERVER_LATENESS.degradedMs, SERVER_LATENESS.brokenMs),
    readings: [{ ...reading, value: worst.p99, arm: oneOf(worst.arm, late.length) }],
  };
}
