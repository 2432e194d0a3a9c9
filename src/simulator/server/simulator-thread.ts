import process from "node:process";
import { isMainThread, parentPort, workerData } from "node:worker_threads";

import { messageOf } from "../../events/index.ts";
import { asNumber, asText, dig } from "../../wire/index.ts";
import { startSimulator } from "./start-simulator.ts";

// The program of the thread that `startSimulatorThread` starts. Does nothing if loaded elsewhere.
if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  try {
    const simulator = await startSimulator({
      seed: asNumber(dig(workerData, "seed")) ?? 1,
      port: asNumber(dig(workerData, "port")) ?? 0,
      truthFile: asText(dig(workerData, "truthFile")),
    });
    port.once("message", () => {
      // Ends only this thread; Deno's ports cannot be closed.
      void simulator.close().then(() => process.exit());
    });
    port.postMessage({ url: simulator.url });
  } catch (error) {
    port.postMessage({ problem: messageOf(error) });
    process.exit();
  }
}
