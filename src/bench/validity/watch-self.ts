import process from "node:process";

import { type Clock, elapsedMs } from "../../clock/index.ts";
import { measureHiccups, watchLoopLag } from "./loop-lag.ts";
import type { CpuShare, SelfObservation } from "./self-observation.ts";

type Observed = Pick<SelfObservation, "hiccupsMs" | "loopLagMs" | "cpu">;

/** Watches this thread, before a run and during it. */
export interface SelfWatch {
  /** Watches the idle machine; does nothing if `forMs` is 0. */
  idle(forMs: number): Promise<void>;
  /** Called before the first request that counts. */
  start(): void;
  /** Ends the watch and returns the observations; may be called again. */
  stop(): Observed;
}

export function selfWatch(clock: Clock): SelfWatch {
  let hiccupsMs: Observed["hiccupsMs"];
  let stopLoop: (() => readonly number[]) | undefined;
  let readCpu: ReturnType<typeof watchCpu> | undefined;
  let observed: Observed | undefined;

  return {
    async idle(forMs) {
      if (forMs > 0) hiccupsMs = await measureHiccups(clock, forMs);
    },
    start() {
      stopLoop = watchLoopLag(clock).stop;
      readCpu = watchCpu(clock);
    },
    stop: () => (observed ??= { hiccupsMs, loopLagMs: stopLoop?.(), cpu: readCpu?.() }),
  };
}

/**
 * Starts to count processor time, and returns a function that returns the share since then.
 *
 * The simulator runs on a thread of this process and would be counted with it, so this thread
 * alone is counted if the runtime measures it (Node from 23.9).
 */
function watchCpu(clock: Clock): () => CpuShare {
  const startedAt = clock.now();
  const countsThread = typeof process.threadCpuUsage === "function";
  const usage = () => (countsThread ? process.threadCpuUsage() : process.cpuUsage());
  const before = usage();

  return () => {
    const { user, system } = usage();
    const busyMs = (user + system - before.user - before.system) / 1000;
    const passedMs = elapsedMs(startedAt, clock.now());
    return {
      share: passedMs > 0 ? busyMs / passedMs : 0,
      windowMs: passedMs,
      of: countsThread ? "thread" : "process",
    };
  };
}
