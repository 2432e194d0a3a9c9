/** Whether the client was fast enough for its figures to be meaningful. */
export interface Validity {
  /** `not-measured`: nothing was watched while requests were sent, so there is no evidence for the figures. */
  readonly verdict: "valid" | "degraded" | "invalid" | "not-measured";
  readonly gates: readonly ValidityGate[];
}

/** Whether a gate held. `not-measured` is neither for nor against the run. */
export type GateOutcome = "held" | "degraded" | "broken" | "not-measured";

/** One condition under which a run's figures can be trusted, and whether it held. */
export interface ValidityGate {
  /** As in `loop-lag-p99`. */
  readonly id: string;
  readonly outcome: GateOutcome;
  /** Why it was not measured; `undefined` if it was, and in runs of release 0.1. */
  readonly reason?: UnmeasuredReason | undefined;
  /** The numbers that decided, and their limits. Empty in runs of release 0.1. */
  readonly readings: readonly GateReading[];
  /** Label and sentence as release 0.1 stored them instead of numbers. */
  readonly stored?: { readonly label: string; readonly finding: string } | undefined;
}

/** All reasons why a gate may not have been measured. */
export const unmeasuredReasons = [
  "not-watched",
  "no-requests",
  "no-answers",
  "too-short",
  /** The runtime counts the simulator's processor time together with the client's. */
  "simulator-included",
  "no-server-record",
  "not-two-arms",
] as const;

/** One of {@link unmeasuredReasons}. */
export type UnmeasuredReason = (typeof unmeasuredReasons)[number];

/** One number that a gate judged, and its limit. */
export interface GateReading {
  readonly statistic: "p95" | "p99" | "max" | "median" | "difference" | "share";
  /** What was measured, if a gate measures several things. */
  readonly quantity?: "ttft" | "gap" | "thread" | "process" | undefined;
  /** `undefined` if it was not measured: then only the limit is known. */
  readonly value?: number | undefined;
  readonly unit: "ms" | "ratio";
  /** A larger value, whatever its sign, degrades the run; `undefined` for a number that decides nothing. */
  readonly limit?: number | undefined;
  /** How many requests, parts of content or answers a share is of. */
  readonly of?: number | undefined;
  /** The arm with this value, the worst; `undefined` for the only arm, or if it is of no arm. */
  readonly arm?: string | undefined;
}
