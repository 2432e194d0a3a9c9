import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { asText, dig } from "../../wire/index.ts";
import type { Simulator, SimulatorOptions } from "./start-simulator.ts";

/** The thread's program lies beside this file: as TypeScript in the sources, as JavaScript when built. */
const PROGRAM = new URL(
  import.meta.url.endsWith(".ts") ? "./simulator-thread.ts" : "./simulator-thread.js",
  import.meta.url,
);

/**
 * {@link startSimulator} in a thread of its own, so that a client that is measured in this one does not
 * share its event loop.
 *
 * @throws {Error} When it cannot be started, with the reason.
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
      `Cannot start the simulator in a thread: ${asText(dig(message, "problem")) ?? "it said nothing"}`,
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
