import { medianOf } from "../../stats/index.ts";
import type { ValidityGate } from "../store/validity.ts";
import { graded, p99ByArm, p99Of, unmeasured, worstArmGate } from "./gate.ts";
import type { SelfObservation } from "./self-observation.ts";

/** Above `degradedMs`, latencies contain a relevant error; a client as late as a stall measures stalls that do not exist. */
const LOOP_LAG = { degradedMs: 10, brokenMs: 200 };

/** A request that leaves later than this, or than this share of a gap, disturbs the schedule. */
const SCHEDULE = { leastMs: 5, shareOfGap: 0.05 };

/** A thread that is busy most of the time reacts late; one that is always busy measures itself. */
const CPU = { degraded: 0.7, broken: 0.95 };

/** The time to the first token of a repeated request includes a failed attempt and a new connection. */
const RESENT_SHARE = 0.01;

/** In shorter windows, start-up work dominates. */
const SHORTEST_CPU_WINDOW_MS = 1_000;

const LAG_READING = { statistic: "p99", unit: "ms", limit: LOOP_LAG.degradedMs } as const;

/** Judges whether timers were on time while the machine was idle. */
export function hiccupGate({ hiccupsMs = [] }: SelfObservation): ValidityGate {
  const id = "hiccups";
  if (hiccupsMs.length === 0) return unmeasured(id, "not-watched", [LAG_READING]);
  const p99 = p99Of(hiccupsMs);
  const max = hiccupsMs.reduce((worst, ms) => Math.max(worst, ms));
  return {
    id,
    outcome: graded(p99, LOOP_LAG.degradedMs, LOOP_LAG.brokenMs),
    readings: [
      { ...LAG_READING, value: p99 },
      { statistic: "max", unit: "ms", value: max },
    ],
  };
}

/** Judges whether this thread was free when something arrived. */
export function loopLagGate({ loopLagMs = [] }: SelfObservation): ValidityGate {
  const id = "loop-lag-p99";
  if (loopLagMs.length === 0) return unmeasured(id, "no-requests", [LAG_READING]);
  const p99 = p99Of(loopLagMs);
  return {
    id,
    outcome: graded(p99, LOOP_LAG.degradedMs, LOOP_LAG.brokenMs),
    readings: [{ ...LAG_READING, value: p99 }],
  };
}

/** Judges whether requests left when they were due. */
export function scheduleGate({ arms, requests }: SelfObservation): ValidityGate {
  const gapMs = medianOf(requests.flatMap(({ metrics }) => metrics["icl@wire"] ?? [])) ?? 0;
  const limit = Math.max(SCHEDULE.leastMs, SCHEDULE.shareOfGap * gapMs);
  return worstArmGate("schedule-lateness-p99", p99ByArm(arms, "sendLatenessMs"), {
    reading: { statistic: "p99", unit: "ms", limit },
    broken: LOOP_LAG.brokenMs,
    reason: "no-requests",
  });
}

/** Judges whether this client had processor time to spare. */
export function cpuGate({ cpu, simulated }: SelfObservation): ValidityGate {
  const id = "cpu-share";
  const limited = { statistic: "share", unit: "ratio", limit: CPU.degraded } as const;
  if (cpu === undefined) return unmeasured(id, "no-requests", [limited]);
  if (cpu.windowMs < SHORTEST_CPU_WINDOW_MS) return unmeasured(id, "too-short", [limited]);
  const value = cpu.of === "thread" ? Math.min(1, cpu.share) : cpu.share;
  const reading = { ...limited, quantity: cpu.of, value };
  if (cpu.of === "process" && simulated && value > CPU.degraded) {
    return unmeasured(id, "simulator-included", [reading]);
  }
  const broken = cpu.of === "thread" ? CPU.broken : Infinity;
  return { id, outcome: graded(value, CPU.degraded, broken), readings: [reading] };
}

/** Judges whether the server kept connections open for the next request, in the arm in which it did so least. */
export function connectionsGate({ arms, requests }: SelfObservation): ValidityGate {
  const byArm = Map.groupBy(arms.length === 0 ? [] : requests, ({ arm }) => arm);
  const shares = Array.from(byArm, ([arm, ofArm]) => ({
    arm,
    of: ofArm.length,
    value: ofArm.filter(({ resent }) => resent === true).length / ofArm.length,
  }));
  return worstArmGate("idle-connections", shares, {
    reading: { statistic: "share", unit: "ratio", limit: RESENT_SHARE },
    reason: "no-requests",
  });
}
