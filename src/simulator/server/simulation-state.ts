import { type Cancel, type Clock, type Instant, instantAfter } from "../../clock/index.ts";
import { seededRandom } from "../../stats/index.ts";
import { type WorkerPool, workerPool, type WorkerSlot } from "../engine/worker-pool.ts";
import { type StreamManager, streamManager } from "../framework/stream-manager.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { type ServerMetrics, serverMetrics } from "../truth/server-metrics.ts";
import { type TruthLog, truthLog, type TruthRecord } from "../truth/truth-log.ts";
import { type RefusalFaults, refusalFaults } from "./refuse.ts";

export interface SimulationOptions {
  readonly clock: Clock;
  /** Random seed; a request's own seed takes precedence. */
  readonly seed: number;
  readonly rules?: ServerRules | undefined;
  /** Called with the record of each request when it has ended. */
  onRecord?(record: TruthRecord): void;
}

export interface SimulationState {
  readonly clock: Clock;
  readonly seed: number;
  readonly log: TruthLog;
  readonly metrics: ServerMetrics;
  /** Running answers: functions that end them, by request ID. */
  readonly streams: Map<string, Cancel>;
  /** Worker slots of running requests, by request ID. */
  readonly slots: Map<string, WorkerSlot>;
  readonly workers: WorkerPool;
  readonly refusedBy: RefusalFaults;
  readonly framework: StreamManager;
  rules: ServerRules;
  requestCount: number;
  frozenUntil: Instant;
}

export function simulationState(options: SimulationOptions): SimulationState {
  const { clock, seed, rules = {}, onRecord } = options;
  const metrics = serverMetrics();
  const streams = new Map<string, Cancel>();
  const slots = new Map<string, WorkerSlot>();
  const log = truthLog(clock, {
    sent: (token, previousUs) => metrics.sent(token, previousUs),
    ended(summary, record) {
      const { id } = summary;
      streams.delete(id);
      slots.get(id)?.release();
      slots.delete(id);
      metrics.ended(summary);
      onRecord?.(record());
    },
  });
  const state: SimulationState = {
    clock,
    seed,
    log,
    metrics,
    streams,
    slots,
    workers: workerPool(clock, seed, () => state.rules),
    refusedBy: refusalFaults(),
    framework: streamManager({ clock, rules: () => state.rules }),
    rules,
    requestCount: 0,
    frozenUntil: clock.now(),
  };
  return state;
}

/** Stops all output of the provider for `forMs`. */
export function freeze(state: SimulationState, forMs: number): void {
  state.frozenUntil = instantAfter(state.clock.now(), forMs);
}

/** A new request ID. The same seed gives the same IDs, because they are part of an answer's bytes. */
export function nextRequestId(state: SimulationState): string {
  const request = ++state.requestCount;
  const suffix = Math.floor(seededRandom(`${state.seed} request ${request}`)() * 2 ** 32);
  return `sim-${request}-${suffix.toString(36)}`;
}
