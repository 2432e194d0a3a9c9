import { quantile, sorted } from "../stats/index.ts";
import type { CpuShare } from "./cpu-share.ts";
import type { RequestRecord, Validity, ValidityGate } from "./run-record.ts";

/** What a run has seen of itself. `undefined` where nobody looked. */
export interface SelfObservation {
  /** Latenesses of the loop while nothing was asked of it. */
  readonly hiccupsMs: readonly number[] | undefined;
  /** Latenesses of the loop while requests were made. */
  readonly loopLagMs: readonly number[] | undefined;
  readonly cpu: CpuShare | undefined;
  /** How late the server was with each token, by its own word. */
  readonly serverLatenessMs: readonly number[];
  /** Of the pieces whose send times the server tells: how many, and how many came in one read only here. */
  readonly pieces: { readonly known: number; readonly coalesced: number };
  /** Those that count; no warm-up. */
  readonly requests: readonly RequestRecord[];
  /**
   * How many requests were sent again because the server had closed their idle connection; `undefined` if this run
   * sent none.
   */
  readonly resentRequests?: number | undefined;
  /** Whether the provider runs on a thread of this process. */
  readonly embedded: boolean;
}

type Outcome = ValidityGate["outcome"];

/** Beyond `degradedMs`, latencies carry an error worth knowing; a client as late as a stall invents stalls. */
const LOOP_LAG = { degradedMs: 10, brokenMs: 200 };
/** A thread that is busy for most of the time answers late; one that is always busy has measured itself. */
const CPU = { degraded: 0.7, broken: 0.95 };
const COALESCED_SHARE = 0.01;
const SERVER_LATENESS_MS = 5;
/** The time to the first token of a request that was sent again contains a try and a connection more. */
const RESENT_SHARE = 0.01;
/** What one warm stream on a quiet machine keeps to. */
const TTFT_ERROR_MS = 3;
const ITL_ERROR_MS = 0.2;
/** A figure that is wrong by more than half of what it measures is no measurement. */
const BROKEN_SHARE = 0.5;

/**
 * Judges whether a run's figures mean anything, from what the run has seen of itself. Pure.
 *
 * A gate is `degraded` where figures carry an error that a reader must know, and `broken` only where
 * they cannot mean anything: this client was saturated, so it measured itself; or text was lost. One
 * broken gate makes the run invalid, one degraded gate makes it degraded. What could not be measured
 * does neither, and says why.
 *
 * @example
 * ```ts
 * const quiet = {
 *   hiccupsMs: [0.1], loopLagMs: [0.2], cpu: undefined, serverLatenessMs: [],
 *   pieces: { known: 0, coalesced: 0 }, requests: [], embedded: false,
 * };
 * judgeValidity(quiet).verdict; // "valid"
 * ```
 */
export function judgeValidity(seen: SelfObservation): Validity {
  const gates = [
    hiccupGate(seen),
    loopLagGate(seen),
    scheduleGate(),
    cpuGate(seen),
    coalescedGate(seen),
    connectionsGate(seen),
    serverGate(seen),
    truthGate(seen),
    exactnessGate(seen),
  ];
  return { verdict: verdictOf(gates), gates };
}

function verdictOf(gates: readonly ValidityGate[]): Validity["verdict"] {
  if (gates.some(({ outcome }) => outcome === "broken")) return "invalid";
  return gates.some(({ outcome }) => outcome === "degraded") ? "degraded" : "valid";
}

function hiccupGate({ hiccupsMs = [] }: SelfObservation): ValidityGate {
  const gate = { id: "hiccups", label: "Quiet machine" };
  const worst = hiccupsMs.toSorted((a, b) => a - b).at(-1);
  if (worst === undefined) return unmeasured(gate, "Nobody looked before the run");
  const p99 = p99Of(hiccupsMs);
  return {
    ...gate,
    outcome: graded(p99, LOOP_LAG.degradedMs),
    finding: `Before the run, with nothing to do, timers were late by ${ms(p99)} at the 99th percentile and ${ms(worst)} at most; allowed are ${LOOP_LAG.degradedMs} ms`,
  };
}

function loopLagGate({ loopLagMs = [] }: SelfObservation): ValidityGate {
  const gate = { id: "loop-lag-p99", label: "Event loop in time" };
  if (loopLagMs.length === 0) return unmeasured(gate, "No request was made by this run");
  const p99 = p99Of(loopLagMs);
  return {
    ...gate,
    outcome: graded(p99, LOOP_LAG.degradedMs, LOOP_LAG.brokenMs),
    finding: `This client's event loop was late by ${ms(p99)} at the 99th percentile; allowed are ${LOOP_LAG.degradedMs} ms`,
  };
}

function scheduleGate(): ValidityGate {
  return unmeasured(
    { id: "schedule-lateness-p99", label: "Requests sent on schedule" },
    "Does not apply to a closed loop: a request is due when the one before it has ended",
  );
}

function cpuGate({ cpu, embedded }: SelfObservation): ValidityGate {
  const gate = { id: "cpu-share", label: "Processor to spare" };
  if (cpu === undefined) return unmeasured(gate, "No request was made by this run");
  if (cpu.of === "process" && embedded && cpu.share > CPU.degraded) {
    return unmeasured(
      gate,
      `This process used ${percent(cpu.share)} of a core, but this runtime cannot tell the client's part from the embedded provider's`,
    );
  }
  return {
    ...gate,
    outcome: graded(cpu.share, CPU.degraded, cpu.of === "thread" ? CPU.broken : Infinity),
    finding: `This client's ${cpu.of} used ${percent(cpu.share)} of a core; allowed are ${percent(CPU.degraded)}`,
  };
}

function coalescedGate({ pieces }: SelfObservation): ValidityGate {
  const gate = { id: "coalesced-by-client", label: "Every piece read by itself" };
  if (pieces.known === 0)
    return unmeasured(gate, "The server does not tell when it sent each piece");
  const share = pieces.coalesced / pieces.known;
  return {
    ...gate,
    outcome: graded(share, COALESCED_SHARE),
    finding: `${percent(share)} of ${pieces.known} pieces were sent apart but read together; allowed are ${percent(COALESCED_SHARE)}`,
  };
}

function connectionsGate({ resentRequests, requests }: SelfObservation): ValidityGate {
  const gate = { id: "idle-connections", label: "Connections kept open" };
  if (resentRequests === undefined || requests.length === 0) {
    return unmeasured(gate, "No request was made by this run");
  }
  return {
    ...gate,
    outcome: graded(resentRequests / requests.length, RESENT_SHARE),
    finding: `${resentRequests} of ${requests.length} requests were sent again because the server had closed an idle connection; limit ${percent(RESENT_SHARE)}`,
  };
}

function serverGate({ serverLatenessMs }: SelfObservation): ValidityGate {
  const gate = { id: "server-lateness-p99", label: "Embedded provider in time" };
  if (serverLatenessMs.length === 0) {
    return unmeasured(gate, "The server does not tell when its tokens were due");
  }
  const p99 = p99Of(serverLatenessMs);
  return {
    ...gate,
    outcome: graded(p99, SERVER_LATENESS_MS),
    finding: `The embedded provider sent its tokens late by ${ms(p99)} at the 99th percentile; allowed are ${SERVER_LATENESS_MS} ms`,
  };
}

function truthGate({ requests }: SelfObservation): ValidityGate {
  const gate = { id: "ground-truth", label: "Figures against the server's own" };
  const ttft = errorOf(
    requests.map(({ metrics, truth }) => ({ seen: metrics["ttft@wire"], true: truth?.ttftMs })),
    TTFT_ERROR_MS,
  );
  const itl = errorOf(
    requests.map(({ gapsUs, truth }) => ({
      seen: gapsUs.wire.length === 0 ? undefined : medianOf(gapsUs.wire) / 1000,
      true: truth?.medianItlMs,
    })),
    ITL_ERROR_MS,
  );
  if (ttft === undefined) return unmeasured(gate, "The server does not tell what it did");
  const gaps =
    itl === undefined
      ? ""
      : `, and of the gap between tokens ${ms(itl.medianMs)} (allowed are ${ITL_ERROR_MS} ms)`;
  return {
    ...gate,
    outcome: worse(ttft.outcome, itl?.outcome ?? "not-measured"),
    finding: `The median error of the time to the first token is ${ms(ttft.medianMs)} (allowed are ${TTFT_ERROR_MS} ms)${gaps}`,
  };
}

/** The median error, and how bad it is; `undefined` where nothing can be compared. */
function errorOf(
  figures: readonly { readonly seen: number | undefined; readonly true: number | undefined }[],
  allowedMs: number,
): { readonly medianMs: number; readonly outcome: Outcome } | undefined {
  const known = figures.flatMap((figure) =>
    figure.seen === undefined || figure.true === undefined
      ? []
      : [{ errorMs: figure.seen - figure.true, trueMs: figure.true }],
  );
  if (known.length === 0) return undefined;
  const medianMs = medianOf(known.map(({ errorMs }) => errorMs));
  const brokenMs = Math.max(allowedMs, BROKEN_SHARE * medianOf(known.map(({ trueMs }) => trueMs)));
  return { medianMs, outcome: graded(Math.abs(medianMs), allowedMs, brokenMs) };
}

function exactnessGate({ requests }: SelfObservation): ValidityGate {
  const gate = { id: "exactness", label: "Text in is text out" };
  if (requests.length === 0) return unmeasured(gate, "No request has ended");
  const wrong = requests.filter(({ exact }) => !exact).length;
  return {
    ...gate,
    outcome: wrong === 0 ? "held" : "broken",
    finding: `${requests.length - wrong} of ${requests.length} answers came out of the buffer exactly as they went in`,
  };
}

function unmeasured(gate: Pick<ValidityGate, "id" | "label">, finding: string): ValidityGate {
  return { ...gate, outcome: "not-measured", finding };
}

function graded(value: number, degraded: number, broken = Infinity): Outcome {
  if (value > broken) return "broken";
  return value > degraded ? "degraded" : "held";
}

function worse(a: Outcome, b: Outcome): Outcome {
  const order: readonly Outcome[] = ["not-measured", "held", "degraded", "broken"];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

function p99Of(values: readonly number[]): number {
  return quantile(sorted(values), 0.99);
}

function medianOf(values: readonly number[]): number {
  return quantile(sorted(values), 0.5);
}

function ms(value: number): string {
  return `${value.toFixed(Math.abs(value) < 10 ? 2 : 0)} ms`;
}

function percent(share: number): string {
  const value = share * 100;
  return `${value.toFixed(value < 10 && value !== Math.round(value) ? 1 : 0)} %`;
}
