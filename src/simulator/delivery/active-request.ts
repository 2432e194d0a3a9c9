import type { Clock, Instant } from "../../clock/index.ts";
import type { Dialect, HttpCall } from "../dialects/dialect.ts";
import type { WorkerSlot } from "../engine/worker-pool.ts";
import type { TruthEntry } from "../truth/truth-log.ts";
import type { Sink } from "./sink.ts";

/** A request that has arrived and has no answer yet. */
export interface PendingRequest {
  readonly clock: Clock;
  readonly receivedAt: Instant;
  readonly sink: Sink;
  readonly truth: TruthEntry;
  readonly call: HttpCall;
  readonly dialect: Dialect;
  /** End of the server's current freeze: nothing may be sent before it. */
  notBefore(): Instant;
  freeze(forMs: number): void;
}

/** A request that a worker answers. */
export interface ActiveRequest extends PendingRequest {
  readonly slot: WorkerSlot;
}

/**
 * Response headers with the request ID, under our name and the provider's, and the path of the truth record, by which
 * a benchmark recognises a simulator.
 */
export function identifyingHeaders({ truth, dialect }: PendingRequest): Record<string, string> {
  const { requestIdHeader = "x-request-id" } = dialect;
  return {
    "x-request-id": truth.id,
    "x-sim-record": `/_sim/requests/${truth.id}`,
    [requestIdHeader]: truth.id,
  };
}
