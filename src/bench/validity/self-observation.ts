import type { RequestRecord } from "../store/run-record.ts";
import type { Pieces } from "../store/server-record.ts";
import type { CpuShare } from "./cpu-share.ts";

/** What was seen of one arm's requests, of those that were really sent. */
export interface ArmObservation {
  readonly arm: string;
  /** How late each request left, in milliseconds. */
  readonly sendLatenessMs: readonly number[];
  /** How late the server sent each token, by its own record; none if it keeps no record. */
  readonly serverLatenessMs: readonly number[];
  /** How many pieces the server sent, and how many of those that it sent apart were read together. */
  readonly pieces: Pieces;
}

/** What a run has seen of itself. `undefined` for what was not watched. */
export interface SelfObservation {
  /** Lateness of timers before the run, in milliseconds. */
  readonly hiccupsMs: readonly number[] | undefined;
  /** Lateness of timers while requests were made, in milliseconds. */
  readonly loopLagMs: readonly number[] | undefined;
  readonly cpu: CpuShare | undefined;
  /** One for each arm that sent requests. */
  readonly arms: readonly ArmObservation[];
  /** Those that count; no warm-up. */
  readonly requests: readonly RequestRecord[];
  /** Whether the provider runs on a thread of this process. */
  readonly embedded: boolean;
}
