import type { ValidityGate } from "../store/run-record.ts";
import { graded, inArm, limitMs, medianOf, ms, p99Of, percent, unmeasured } from "./gate.ts";
import type { SelfObservation } from "./self-observation.ts";

/** Beyond `degradedMs`, latencies carry an error worth knowing; a client as late as a stall invents stalls. */
const LOOP_LAG = { degradedMs: 10, brokenMs: 200 };

/** A request that leaves late by this, or by this share of a gap, is not the one that was scheduled. */
const SCHEDULE = { leastMs: 5, shareOfGap: 0.05 };

/** A thread that is busy for most of the time answers late; one that is always busy has measured itself. */
const CPU = { degraded: 0.7, broken: 0.95 };

/** The time to the first token of a request that was sent again contains a try and a connection more. */
const RESENT_SHARE = 0.01;

/** Shorter windows are start-up work divided by next to nothing. */
const SHORTEST_CPU_WINDOW_MS = 1_000;

/** Whether timers are on time while the machine is idle. */
export function hiccupGate({ hiccupsMs = [] }: SelfObservation): ValidityGate {
  const gate = { id: "hiccups", label: "Quiet machine" };
  const limit = limitMs(LOOP_LAG.degradedMs);
  const worst = hiccupsMs.toSorted((a, b) => a - b).at(-1);
  if (worst === undefined) return unmeasured(gate, `Not measured before the run · ${limit}`);
  const p99 = p99Of(hiccupsMs);
  return {
    ...gate,
    outcome: graded(p99, LOOP_LAG.degradedMs, LOOP_LAG.brokenMs),
    finding: `On the idle machine before the run, timers were ${ms(p99)} late at the 99th percentile and ${ms(worst)} at most · ${limit}`,
  };
}

/** Whether this thread was free when something arrived. */
export function loopLagGate({ loopLagMs = [] }: SelfObservation): ValidityGate {
  const gate = { id: "loop-lag-p99", label: "Event loop on time" };
  const limit = limitMs(LOOP_LAG.degradedMs);
  if (loopLagMs.length === 0) {
    return unmeasured(gate, `Not measured, as the run sent no requests · ${limit}`);
  }
  const p99 = p99Of(loopLagMs);
  return {
    ...gate,
    outcome: graded(p99, LOOP_LAG.degradedMs, LOOP_LAG.brokenMs),
    finding: `This client's event loop was ${ms(p99)} late at the 99th percentile · ${limit}`,
  };
}

/** Whether requests left when they were due. */
export function scheduleGate({ arms, requests }: SelfObservation): ValidityGate {
  const gate = { id: "schedule-lateness-p99", label: "Requests sent on schedule" };
  const gaps = requests.flatMap(({ metrics }) => metrics["icl@wire"] ?? []);
  const degradedMs = Math.max(
    SCHEDULE.leastMs,
    SCHEDULE.shareOfGap * (gaps.length === 0 ? 0 : medianOf(gaps)),
  );
  const late = arms
    .filter(({ sendLatenessMs }) => sendLatenessMs.length > 0)
    .map(({ arm, sendLatenessMs }) => ({ arm, p99: p99Of(sendLatenessMs) }));
  const [worst] = late.toSorted((a, b) => b.p99 - a.p99);
  if (worst === undefined) {
    return unmeasured(gate, `Not measured, as the run sent no requests · ${limitMs(degradedMs)}`);
  }
  return {
    ...gate,
    outcome: graded(worst.p99, degradedMs, LOOP_LAG.brokenMs),
    finding: `Requests${inArm(worst.arm, late.length)} left ${ms(worst.p99)} late at the 99th percentile · ${limitMs(degradedMs)}`,
  };
}

/** Whether this client had time to spare. */
export function cpuGate({ cpu, embedded }: SelfObservation): ValidityGate {
  const gate = { id: "cpu-share", label: "Processor to spare" };
  const limit = `limit ${percent(CPU.degraded)}`;
  if (cpu === undefined) {
    return unmeasured(gate, `Not measured, as the run sent no requests · ${limit}`);
  }
  if (cpu.windowMs < SHORTEST_CPU_WINDOW_MS) {
    return unmeasured(gate, `Not measured, as the run took less than a second · ${limit}`);
  }
  const share = cpu.of === "thread" ? Math.min(1, cpu.share) : cpu.share;
  if (cpu.of === "process" && embedded && share > CPU.degraded) {
    return unmeasured(
      gate,
      `This process used ${percent(share)} of a core, but this runtime cannot tell the client's part from the embedded provider's · ${limit}`,
    );
  }
  return {
    ...gate,
    outcome: graded(share, CPU.degraded, cpu.of === "thread" ? CPU.broken : Infinity),
    finding: `This client's ${cpu.of} used ${percent(share)} of a core · ${limit}`,
  };
}

/** Whether the server kept connections open for the next request, in the arm where it did so least. */
export function connectionsGate({ arms, requests }: SelfObservation): ValidityGate {
  const gate = { id: "idle-connections", label: "Connections kept open" };
  const limit = `limit ${percent(RESENT_SHARE)}`;
  const byArm = Map.groupBy(requests, ({ arm }) => arm);
  const counts = Array.from(byArm, ([arm, ofArm]) => ({
    arm,
    sent: ofArm.length,
    resent: ofArm.filter(({ resent }) => resent === true).length,
  }));
  const [worst] = counts.toSorted((a, b) => b.resent / b.sent - a.resent / a.sent);
  if (worst === undefined || arms.length === 0) {
    return unmeasured(gate, `Not measured, as the run sent no requests · ${limit}`);
  }
  return {
    ...gate,
    outcome: graded(worst.resent / worst.sent, RESENT_SHARE),
    finding: `${worst.resent} of ${worst.sent} requests${inArm(worst.arm, counts.length)} were sent again because the server had closed an idle connection · ${limit}`,
  };
}
