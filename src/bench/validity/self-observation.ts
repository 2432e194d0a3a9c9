import type { RequestRecord } from "../store/run.ts";
import type { ReadCounts } from "../store/server-timings.ts";

/** Observations of one arm's requests, of those that were really sent. */
export interface ArmObservation {
  readonly arm: string;
  /** How late each request left, in milliseconds. */
  readonly sendLatenessMs: readonly number[];
  /** How late the server sent each token according to its record; empty if it keeps none. */
  readonly serverLatenessMs: readonly number[];
  readonly reads: ReadCounts;
}

/** Observations of a run about itself; `undefined` if something was not watched. */
export interface SelfObservation {
  /** Lateness of timers before the run, in milliseconds. */
  readonly hiccupsMs: readonly number[] | undefined;
  /** Lateness of timers while requests were made, in milliseconds. */
  readonly loopLagMs: readonly number[] | undefined;
  readonly cpu: CpuShare | undefined;
  /** One for each arm that sent requests. */
  readonly arms: readonly ArmObservation[];
  /** All that count; no warm-up. */
  readonly requests: readonly RequestRecord[];
  /** Whether the simulator runs on a thread of this process. */
  readonly simulated: boolean;
}

/** How busy this client was, as a share of one core. */
export interface CpuShare {
  /** At least 0; above 1 only for a process with several threads. */
  readonly share: number;
  /** Duration. The share over a few milliseconds is meaningless. */
  readonly windowMs: number;
  /** This thread alone, or the process with all its threads. */
  readonly of: "thread" | "process";
}
