import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { asText, dig } from "../../wire/index.ts";
import type { Simulator, SimulatorOptions } from "./start-simulator.ts";

/** The thread's program, next to this file: TypeScript in the sources, JavaScript in the package. */
const PROGRAM = new URL(
  import.meta.url.endsWith(".ts") ? "./simulator-thread.ts" : "./simulator-thread.js",
  import.meta.url,
);

/**
 * Starts a simulator in its own thread, so that it does not share the event loop of a client that is measured in this
 * one.
 *
 * @see {@link startSimulator}
 * @throws {Error} When it cannot start, with the reason.
 *
 * @example
 * ```ts
 * const simulator = await startSimulatorThread({ seed: 1 });
 * const { ok } = await (await fetch(new URL("/_sim/health", simulator.url))).json();
 * await simulator.close();
 * ok; // true
 * ```
 */
export async function startSimulatorThread(
  options: Omit<SimulatorOptions, "clock" | "host" | "onTruthLost" | "rules"> = {},
): Promise<Simulator> {
  const thread = new Worker(PROGRAM, { workerData: options });
  const [message]: unknown[] = await once(thread, "message");
  const url = asText(dig(message, "url"));
  if (url === undefined) {
    throw new Error(
      `Cannot start the simulator in a thread: ${asText(dig(message, "problem")) ?? "no reason given"}`,
    );
  }
  return {
    url,
    async close() {
      const ended = once(thread, "exit");
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage("close");
      await ended;
    },
  };
}
