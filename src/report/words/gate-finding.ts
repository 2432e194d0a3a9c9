import type { GateReading, UnmeasuredReason, ValidityGate } from "../../bench/index.ts";

/**
 * Adds a gate's label, and its measured value and limit, or the reason why there is none, as one sentence. Runs of
 * release 0.1 stored sentences instead of numbers: these are kept.
 */
export function describeGate({ stored, ...gate }: ValidityGate) {
  const [label, sentence] = GATES.get(gate.id) ?? [gate.id, ""];
  return {
    ...gate,
    label: stored?.label ?? label,
    finding: stored?.finding ?? findingOf(gate, sentence),
  };
}

/**
 * Label and sentence by gate. `{value}` is the value of the first reading and `{value2}` that of the second. A sentence
 * with `{figure}` has a clause for each figure.
 */
const GATES = new Map(
  Object.entries<readonly [label: string, sentence: string]>({
    hiccups: [
      "Quiet machine",
      "On the idle machine before the run, timers were {value} late at the 99th percentile and {value2} at most",
    ],
    "loop-lag-p99": [
      "Event loop on time",
      "This client's event loop was {value} late at the 99th percentile",
    ],
    "schedule-lateness-p99": [
      "Requests sent on schedule",
      "Requests{arm} left {value} late at the 99th percentile",
    ],
    "cpu-share": ["CPU headroom", "This client's {quantity} used {value} of a core"],
    "coalesced-by-client": [
      "Chunks read separately",
      "{value} of {of} chunks{arm} were sent separately but read together",
    ],
    "server-lateness-p99": [
      "Simulator on time",
      "The simulator sent its tokens{arm} {value} late at the 99th percentile",
    ],
    "ground-truth": [
      "Agreement with the server's record",
      "the {figure}{arm} is off by {value} at the median ({limit}) and {value2} at the 95th percentile ({limit2})",
    ],
    "arms-measured-alike": [
      "Same measurement error in both arms",
      "the error of the {figure} differs between the arms by {value} ({limit})",
    ],
    "idle-connections": [
      "Connections kept open",
      "{count} of {of} requests{arm} were sent again because the server had closed an idle connection",
    ],
    exactness: [
      "Text unchanged by the buffer",
      "{count} of {of} answers passed through the buffer unchanged",
    ],
  }),
);

const REASONS: Readonly<Record<UnmeasuredReason, string>> = {
  "not-watched": "Not measured before the run",
  "no-requests": "Not measured, as the run sent no requests",
  "no-answers": "Not measured, as no request has ended",
  "too-short": "Not measured, as the run took less than a second",
  "no-server-record": "Not measured, as the server keeps no record of what it did",
  "not-two-arms": "Not measured, as there are no two arms to compare",
  "simulator-included":
    "This {quantity} used {value} of a core, but this runtime cannot separate the client's part from the simulator's",
};

const FIGURES = { ttft: "time to first token", gap: "gap between tokens" } as const;

const PARTS: Readonly<Record<string, (reading: GateReading) => string>> = {
  value: ({ value = 0, unit }) => (unit === "ratio" ? percent(value) : milliseconds(value)),
  limit: limitIn,
  count: ({ value = 0, of = 0 }) => String(Math.round(value * of)),
  of: ({ of }) => String(of),
  arm: ({ arm }) => (arm === undefined ? "" : ` in arm "${arm}"`),
  quantity: ({ quantity }) => String(quantity),
  figure: ({ quantity }) => FIGURES[quantity === "gap" ? "gap" : "ttft"],
};

function findingOf({ reason, readings }: Omit<ValidityGate, "stored">, sentence: string): string {
  if (reason === undefined && sentence.includes("{figure}")) {
    const clauses = (["ttft", "gap"] as const)
      .map((figure) =>
        filled(
          sentence,
          readings.filter(({ quantity }) => quantity === figure),
        ),
      )
      .filter((clause) => clause !== "")
      .join("; ");
    return clauses.charAt(0).toUpperCase() + clauses.slice(1);
  }
  const finding = filled(reason === undefined ? sentence : REASONS[reason], readings);
  const [reading] = readings;
  const hasLimit = finding !== "" && reading?.limit !== undefined;
  return hasLimit ? `${finding} · ${limitIn(reading)}` : finding;
}

/** Fills in a sentence; empty if it needs a reading that is missing. */
function filled(sentence: string, readings: readonly GateReading[]): string {
  let isComplete = true;
  const text = sentence.replaceAll(/\{([a-z]+)(2?)\}/g, (_, part: string, second: string) => {
    const reading = readings[second === "" ? 0 : 1];
    isComplete &&= reading !== undefined;
    return reading === undefined ? "" : (PARTS[part]?.(reading) ?? "");
  });
  return isComplete ? text : "";
}

function milliseconds(value: number): string {
  const size = Math.abs(value).toFixed(Math.abs(value) < 10 ? 2 : 0);
  return `${value < 0 && Number(size) !== 0 ? "−" : ""}${size} ms`;
}

function percent(share: number): string {
  const value = share * 100;
  return `${value.toFixed(value < 10 && value !== Math.round(value) ? 1 : 0)} %`;
}

function limitIn({ limit = 0, unit }: GateReading): string {
  return `limit ${unit === "ms" ? `${Number(limit.toPrecision(3))} ms` : percent(limit)}`;
}
