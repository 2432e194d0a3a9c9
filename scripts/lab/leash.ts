/**
 * Runs a program that must not outlive the one that started it: `node leash.ts <folder> <command> …`.
 * `<folder>` belongs to the program.
 *
 * When standard input ends, because the parent closed it or died, even by SIGKILL, the program is terminated; after
 * `PATIENCE_MS` its process group is killed. Then every process with `<folder>` in its command line is killed: Jupyter's
 * kernels run in separate sessions, which signals to the group do not reach, and are started with a file in that folder.
 * Finally the folder is deleted.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

import { instantAfter, systemClock } from "../../src/clock/index.ts";
import { killMarked } from "./process-list.ts";

/** JupyterLab needs about a second to shut its kernels down. */
const PATIENCE_MS = 5000;

/** A killed process takes a moment to be gone. */
const LOOK_AGAIN_MS = 20;

const [folder = "", command = "", ...parameters] = process.argv.slice(2);
if (folder === "" || command === "") {
  throw new TypeError("Cannot hold a program as a folder and a command are needed");
}
const clock = systemClock();
const child = spawn(command, parameters, {
  detached: true,
  stdio: ["ignore", "inherit", "inherit"],
});

function signalGroup(signal: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone.
  }
}

let takeBackKill = (): void => undefined;

function end(): void {
  takeBackKill();
  signalGroup("SIGTERM");
  takeBackKill = clock.callAt(instantAfter(clock.now(), PATIENCE_MS), () => signalGroup("SIGKILL"));
}

child.once("error", () => process.exit(127));
child.once("exit", (status) => {
  takeBackKill();
  signalGroup("SIGKILL");
  endRest(status ?? 1);
});

function endRest(status: number): void {
  if (killMarked(folder) > 0) {
    clock.callAt(instantAfter(clock.now(), LOOK_AGAIN_MS), () => endRest(status));
  } else {
    rmSync(folder, { recursive: true, force: true });
    process.exit(status);
  }
}

process.stdin.resume();
process.stdin.once("end", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
