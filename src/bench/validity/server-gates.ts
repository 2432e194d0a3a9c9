import { medianOf } from "../../stats/index.ts";
import type { RequestRecord } from "../store/run.ts";
import type { ValidityGate } from "../store/validity.ts";
import { graded, oneOf, p99ByArm, unmeasured, worstArmGate, worstOf } from "./gate.ts";
import type { SelfObservation } from "./self-observation.ts";
import { type ArmErrors, errorDifference, errorsByArm } from "./measuring-error.ts";

/** When the client itself made most of the gaps, it measured itself. */
const COALESCED = { degraded: 0.01, broken: 0.5 };

/** A simulator that is as late as a stall causes stalls itself. */
const SERVER_LATENESS = { degradedMs: 5, brokenMs: 200 };

/** Judges whether the client read separately what the server sent separately. */
export function coalescedGate({ arms }: SelfObservation): ValidityGate {
  const shares = arms
    .filter(({ reads }) => reads.known > 0)
    .map(({ arm, reads: { coalesced, known } }) => ({ arm, value: coalesced / known, of: known }));
  return worstArmGate("coalesced-by-client", shares, {
    reading: { statistic: "share", unit: "ratio", limit: COALESCED.degraded },
    broken: COALESCED.broken,
    reason: "no-server-record",
  });
}

/** Judges whether a simulator sent its tokens when they were due. */
export function serverGate({ arms }: SelfObservation): ValidityGate {
  return worstArmGate("server-lateness-p99", p99ByArm(arms, "serverLatenessMs"), {
    reading: { statistic: "p99", unit: "ms", limit: SERVER_LATENESS.degradedMs },
    broken: SERVER_LATENESS.brokenMs,
    reason: "no-server-record",
  });
}

/** Limits that a warm stream on a quiet machine keeps. */
const LIMITS = {
  ttft: { medianMs: 3, p95Ms: 10 },
  gap: { medianMs: 0.2, p95Ms: 1 },
};

/** A figure that is off by more than half of the true value is not a measurement. */
const BROKEN_SHARE = 0.5;

/** Half of a very short time is within the noise of timers and reads: below this, a run is degraded, never invalid. */
const LEAST_BROKEN_MS = { ttft: 3, gap: 1 };

/**
 * A client whose errors differ between the arms by more than a margin measures itself. These are the default margins of
 * the time to the first token and of the 95th percentile of the gaps.
 */
const BROKEN_DIFFERENCE = {
  ttft: { share: 0.05, leastMs: 20 },
  gap: { share: 0.1, leastMs: 1 },
};

/** Fewer pairs may make a run degraded, never invalid: they allow no conclusion anyway. */
const FEWEST_TO_BREAK = 6;

const QUANTITIES = ["ttft", "gap"] as const;

type Quantity = (typeof QUANTITIES)[number];

/** The verdict on one quantity. */
type Judgement = Pick<ValidityGate, "outcome" | "readings">;

/** Judges whether each arm's figures agree with the server's, at the median and at the 95th percentile. */
export function truthGate({ requests }: SelfObservation): ValidityGate {
  const arms = errorsByArm(requests);
  const judged = QUANTITIES.flatMap((quantity): Judgement[] => {
    const known = arms.flatMap((errors) => judgeError(requests, errors, quantity) ?? []);
    const [worst] = known.toSorted((a, b) => b.excess - a.excess);
    if (worst === undefined) return [];
    const arm = oneOf(worst.arm, arms.length);
    return [
      {
        outcome: worstOf(known.map(({ outcome }) => outcome)),
        readings: worst.readings.map((reading) => ({ ...reading, arm })),
      },
    ];
  });
  return gateOf("ground-truth", judged);
}

function judgeError(
  requests: readonly RequestRecord[],
  errors: ArmErrors,
  quantity: Quantity,
): (Judgement & { readonly arm: string; readonly excess: number }) | undefined {
  const error = errors[quantity];
  if (error === undefined) return undefined;
  const { medianMs, p95Ms } = LIMITS[quantity];
  const ofArm = requests.filter(({ arm }) => arm === errors.arm);
  const brokenMs = Math.max(
    LEAST_BROKEN_MS[quantity],
    BROKEN_SHARE * trueMedianMs(ofArm, quantity),
  );
  const biasMs = Math.abs(error.medianMs);
  const { p95SizeMs } = error;
  return {
    arm: errors.arm,
    outcome: worstOf([graded(biasMs, medianMs, brokenMs), graded(p95SizeMs, p95Ms)]),
    readings: [
      { statistic: "median", quantity, value: error.medianMs, unit: "ms", limit: medianMs },
      { statistic: "p95", quantity, value: p95SizeMs, unit: "ms", limit: p95Ms },
    ],
    excess: Math.max(biasMs / medianMs, p95SizeMs / p95Ms),
  };
}

/**
 * Judges whether the client measured both arms equally well. An error that both share does not change a comparison; one
 * that only one arm has appears as a difference between them.
 */
export function fairnessGate({ requests }: SelfObservation): ValidityGate {
  const id = "arms-measured-alike";
  const [baseline, candidate, ...others] = new Set(requests.map(({ arm }) => arm));
  if (baseline === undefined || candidate === undefined || others.length > 0) {
    return unmeasured(id, "not-two-arms");
  }
  const difference = errorDifference(requests, { baseline, candidate });
  const arms = errorsByArm(requests);
  const judged = QUANTITIES.flatMap((quantity): Judgement[] => {
    const signedMs = difference[`${quantity}Ms`];
    if (signedMs === undefined) return [];
    const { share, leastMs } = BROKEN_DIFFERENCE[quantity];
    const known = Math.min(...arms.map((errors) => errors[quantity]?.requests ?? 0));
    const brokenMs =
      known < FEWEST_TO_BREAK
        ? Infinity
        : Math.max(leastMs, share * trueMedianMs(requests, quantity));
    const limit = LIMITS[quantity].medianMs;
    const value = Math.abs(signedMs);
    return [
      {
        outcome: graded(value, limit, brokenMs),
        readings: [{ statistic: "difference", quantity, value, unit: "ms", limit }],
      },
    ];
  });
  return gateOf(id, judged);
}

function gateOf(id: string, judged: readonly Judgement[]): ValidityGate {
  if (judged.length === 0) return unmeasured(id, "no-server-record");
  return {
    id,
    outcome: worstOf(judged.map(({ outcome }) => outcome)),
    readings: judged.flatMap(({ readings }) => readings),
  };
}

function trueMedianMs(requests: readonly RequestRecord[], quantity: Quantity): number {
  const known = requests.flatMap(
    ({ truth }) => (quantity === "ttft" ? truth?.ttftMs : truth?.medianItlMs) ?? [],
  );
  return medianOf(known) ?? 0;
}
