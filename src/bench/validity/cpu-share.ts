import process from "node:process";

import { type Clock, elapsedMs } from "../../clock/index.ts";

/** How busy this client was, as a share of one core. */
export interface CpuShare {
  /** At least 0; above 1 only for a process with several threads. */
  readonly share: number;
  /** Duration. The share over a few milliseconds is meaningless. */
  readonly windowMs: number;
  /** This thread alone, or the process with all its threads. */
  readonly of: "thread" | "process";
}

/**
 * Starts to count processor time, and returns a function that returns the share since then.
 *
 * The simulator runs on a thread of this process and would be counted with it, so this thread
 * alone is counted if the runtime measures it (Node from 23.9).
 *
 * @example
 * ```ts
 * const read = watchCpu(systemClock());
 * read().share >= 0; // true
 * ```
 */
export function watchCpu(clock: Clock): () => CpuShare {
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
