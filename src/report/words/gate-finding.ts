import type { GateReading, UnmeasuredReason, Validity, ValidityGate } from "../../bench/index.ts";

/** A gate with its label and sentence. */
export interface DescribedGate extends Omit<ValidityGate, "stored"> {
  readonly label: string;
  /** The measured value and its limit, or the reason why there is none, in one sentence. */
  readonly finding: string;
}

/** A run's validity with its gates' sentences. */
export interface DescribedValidity {
  readonly verdict: Validity["verdict"];
  readonly gates: readonly DescribedGate[];
}

/**
 * Adds a gate's label and sentence. Runs of release 0.1 stored sentences instead of numbers: these are kept.
 *
 * @example
 * ```ts
 * describeGate({
 *   id: "loop-lag-p99", outcome: "degraded",
 *   readings: [{ statistic: "p99", unit: "ms", value: 12.345, limit: 10 }],
 * }).finding; // "This client's event loop was 12 ms late at the 99th percentile · limit 10 ms"
 * ```
 */
export function describeGate({ stored, ...gate }: ValidityGate): DescribedGate {
  const words = GATES[gate.id];
  return {
    ...gate,
    label: stored?.label ?? words?.label ?? gate.id,
    finding: stored?.finding ?? findingOf(gate, words?.finding),
  };
}

interface GateWords {
  readonly label: string;
  readonly finding: (readings: readonly GateReading[]) => string;
}

/** A finding from the first reading and its limit. */
function first(sentence: (reading: GateReading, value: string) => string): GateWords["finding"] {
  return ([reading]) =>
    reading === undefined ? "" : `${sentence(reading, valueOf(reading))}${limitOf(reading)}`;
}

const GATES: Readonly<Record<string, GateWords>> = {
  hiccups: {
    label: "Quiet machine",
    finding: ([p99, max]) =>
      p99 === undefined || max === undefined
        ? ""
        : `On the idle machine before the run, timers were ${valueOf(p99)} late at the 99th percentile and ${valueOf(max)} at most${limitOf(p99)}`,
  },
  "loop-lag-p99": {
    label: "Event loop on time",
    finding: first(
      (_, value) => `This client's event loop was ${value} late at the 99th percentile`,
    ),
  },
  "schedule-lateness-p99": {
    label: "Requests sent on schedule",
    finding: first(
      (reading, value) => `Requests${inArm(reading)} left ${value} late at the 99th percentile`,
    ),
  },
  "cpu-share": {
    label: "CPU headroom",
    finding: first(({ quantity }, value) => `This client's ${quantity} used ${value} of a core`),
  },
  "coalesced-by-client": {
    label: "Chunks read separately",
    finding: first(
      (reading, value) =>
        `${value} of ${reading.of} chunks${inArm(reading)} were sent separately but read together`,
    ),
  },
  "server-lateness-p99": {
    label: "Simulator on time",
    finding: first(
      (reading, value) =>
        `The simulator sent its tokens${inArm(reading)} ${value} late at the 99th percentile`,
    ),
  },
  "ground-truth": {
    label: "Agreement with the server's record",
    finding: (readings) =>
      perQuantity(readings, (quantity, [median, p95]) =>
        median === undefined || p95 === undefined
          ? ""
          : `the ${quantity}${inArm(median)} is off by ${valueOf(median)} at the median (${limitIn(median)}) and ${valueOf(p95)} at the 95th percentile (${limitIn(p95)})`,
      ),
  },
  "arms-measured-alike": {
    label: "Same measurement error in both arms",
    finding: (readings) =>
      perQuantity(readings, (quantity, [difference]) =>
        difference === undefined
          ? ""
          : `the error of the ${quantity} differs between the arms by ${valueOf(difference)} (${limitIn(difference)})`,
      ),
  },
  "idle-connections": {
    label: "Connections kept open",
    finding: first(
      (reading) =>
        `${countOf(reading)} of ${reading.of} requests${inArm(reading)} were sent again because the server had closed an idle connection`,
    ),
  },
  exactness: {
    label: "Text unchanged by the buffer",
    finding: first(
      (reading) =>
        `${countOf(reading)} of ${reading.of} answers passed through the buffer unchanged`,
    ),
  },
};

const REASONS: Readonly<Record<Exclude<UnmeasuredReason, "simulator-included">, string>> = {
  "not-watched": "Not measured before the run",
  "no-requests": "Not measured, as the run sent no requests",
  "no-answers": "Not measured, as no request has ended",
  "too-short": "Not measured, as the run took less than a second",
  "no-server-record": "Not measured, as the server keeps no record of what it did",
  "not-two-arms": "Not measured, as there are no two arms to compare",
};

function findingOf(
  { reason, readings }: Pick<ValidityGate, "reason" | "readings">,
  finding: GateWords["finding"] = () => "",
): string {
  if (reason === undefined) return finding(readings);
  if (reason === "simulator-included") return inseparable(readings);
  const [reading] = readings;
  return `${REASONS[reason]}${reading === undefined ? "" : limitOf(reading)}`;
}

const inseparable = first(
  ({ quantity }, value) =>
    `This ${quantity} used ${value} of a core, but this runtime cannot separate the client's part from the simulator's`,
);

const QUANTITIES = { ttft: "time to first token", gap: "gap between tokens" } as const;

function perQuantity(
  readings: readonly GateReading[],
  words: (quantity: string, readings: readonly GateReading[]) => string,
): string {
  const sentence = (["ttft", "gap"] as const)
    .map((quantity) =>
      words(
        QUANTITIES[quantity],
        readings.filter((reading) => reading.quantity === quantity),
      ),
    )
    .filter((part) => part !== "")
    .join("; ");
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function valueOf({ value = 0, unit }: GateReading): string {
  if (unit === "ratio") return percent(value);
  const size = Math.abs(value).toFixed(Math.abs(value) < 10 ? 2 : 0);
  return `${value < 0 && Number(size) !== 0 ? "−" : ""}${size} ms`;
}

function percent(share: number): string {
  const value = share * 100;
  return `${value.toFixed(value < 10 && value !== Math.round(value) ? 1 : 0)} %`;
}

function limitOf(reading: GateReading): string {
  return reading.limit === undefined ? "" : ` · ${limitIn(reading)}`;
}

function limitIn({ limit = 0, unit }: GateReading): string {
  return `limit ${unit === "ms" ? `${Number(limit.toPrecision(3))} ms` : percent(limit)}`;
}

/** The count behind a share. */
function countOf({ value = 0, of = 0 }: GateReading): number {
  return Math.round(value * of);
}

function inArm({ arm }: GateReading): string {
  return arm === undefined ? "" : ` in arm "${arm}"`;
}
