import type { RequestRecord, ValidityGate } from "../store/run-record.ts";
import { graded, inArm, limitMs, medianOf, ms, type Outcome, unmeasured, worstOf } from "./gate.ts";
import type { SelfObservation } from "./self-observation.ts";
import {
  type ArmErrors,
  errorDifference,
  errorsByArm,
  type MeasuringError,
} from "./measuring-error.ts";

/** What one warm stream on a quiet machine keeps to: of the time to the first token, and of the gap. */
const LIMITS = {
  ttft: { medianMs: 3, p95Ms: 10 },
  gap: { medianMs: 0.2, p95Ms: 1 },
};

/** A figure that is wrong by more than half of what it measures is no measurement. */
const BROKEN_SHARE = 0.5;

/** Half of a very short time is within the noise of timers and reads: it makes a run degraded, never invalid. */
const LEAST_BROKEN_MS = { ttft: 3, gap: 1 };

/**
 * A client that measures one arm worse than the other by what a verdict would call a difference has measured
 * itself: the default margins of the time to the first token and of the 95th percentile of the gaps.
 */
const BROKEN_DIFFERENCE = {
  ttft: { share: 0.05, leastMs: 20 },
  gap: { share: 0.1, leastMs: 1 },
};

/** Fewer pairs may make a run degraded, never invalid: nothing is concluded from them anyway. */
const FEWEST_TO_BREAK = 6;

type Figure = keyof typeof LIMITS;

const FIGURES: readonly { readonly figure: Figure; readonly words: string }[] = [
  { figure: "ttft", words: "time to first token" },
  { figure: "gap", words: "gap between tokens" },
];

const NO_RECORD = "Not measured, as the server keeps no record of what it did";

/** Whether each arm's figures agree with the server's own, at the median and at the 95th percentile. */
export function truthGate({ requests }: SelfObservation): ValidityGate {
  const gate = { id: "ground-truth", label: "Figures against the server's own" };
  const arms = errorsByArm(requests);
  const judged = FIGURES.flatMap(({ figure, words }) => {
    const known = arms.flatMap((errors) => judgeError(requests, errors, figure) ?? []);
    const [worst] = known.toSorted((a, b) => b.excess - a.excess);
    if (worst === undefined) return [];
    const { medianMs, p95Ms } = LIMITS[figure];
    const { arm, error } = worst;
    return [
      {
        outcome: worstOf(known.map(({ outcome }) => outcome)),
        words: `the ${words}${inArm(arm, arms.length)} is off by ${ms(error.medianMs)} at the median (${limitMs(medianMs)}) and ${ms(error.p95SizeMs)} at the 95th percentile (${limitMs(p95Ms)})`,
      },
    ];
  });
  if (judged.length === 0) return unmeasured(gate, NO_RECORD);
  return {
    ...gate,
    outcome: worstOf(judged.map(({ outcome }) => outcome)),
    finding: sentence(judged.map(({ words }) => words)),
  };
}

function judgeError(
  requests: readonly RequestRecord[],
  errors: ArmErrors,
  figure: Figure,
):
  | {
      readonly arm: string;
      readonly error: MeasuringError;
      readonly outcome: Outcome;
      readonly excess: number;
    }
  | undefined {
  const error = errors[figure];
  if (error === undefined) return undefined;
  const limits = LIMITS[figure];
  const own = requests.filter(({ arm }) => arm === errors.arm);
  const brokenMs = Math.max(LEAST_BROKEN_MS[figure], BROKEN_SHARE * trueMedianMs(own, figure));
  const biasMs = Math.abs(error.medianMs);
  return {
    arm: errors.arm,
    error,
    outcome: worstOf([
      graded(biasMs, limits.medianMs, brokenMs),
      graded(error.p95SizeMs, limits.p95Ms),
    ]),
    excess: Math.max(biasMs / limits.medianMs, error.p95SizeMs / limits.p95Ms),
  };
}

/**
 * Whether the client measured both arms alike. An error that both share leaves a comparison as it is; one that
 * only one arm has is found as a difference between them.
 */
export function fairnessGate({ requests }: SelfObservation): ValidityGate {
  const gate = { id: "arms-measured-alike", label: "Both arms measured alike" };
  const [baseline, candidate, ...others] = new Set(requests.map(({ arm }) => arm));
  if (baseline === undefined || candidate === undefined || others.length > 0) {
    return unmeasured(gate, "Not measured, as there are no two arms to compare");
  }
  const difference = errorDifference(requests, { baseline, candidate });
  const arms = errorsByArm(requests);
  const judged = FIGURES.flatMap(({ figure, words }) => {
    const signedMs = difference[`${figure}Ms`];
    if (signedMs === undefined) return [];
    const { share, leastMs } = BROKEN_DIFFERENCE[figure];
    const known = Math.min(...arms.map((errors) => errors[figure]?.requests ?? 0));
    const brokenMs =
      known < FEWEST_TO_BREAK
        ? Infinity
        : Math.max(leastMs, share * trueMedianMs(requests, figure));
    const limit = LIMITS[figure].medianMs;
    return [
      {
        outcome: graded(Math.abs(signedMs), limit, brokenMs),
        words: `the error of the ${words} differs between the arms by ${ms(Math.abs(signedMs))} (${limitMs(limit)})`,
      },
    ];
  });
  if (judged.length === 0) return unmeasured(gate, NO_RECORD);
  return {
    ...gate,
    outcome: worstOf(judged.map(({ outcome }) => outcome)),
    finding: sentence(judged.map(({ words }) => words)),
  };
}

function trueMedianMs(requests: readonly RequestRecord[], figure: Figure): number {
  const known = requests.flatMap(
    ({ truth }) => (figure === "ttft" ? truth?.ttftMs : truth?.medianItlMs) ?? [],
  );
  return known.length === 0 ? 0 : medianOf(known);
}

function sentence(parts: readonly string[]): string {
  const text = parts.join("; ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
