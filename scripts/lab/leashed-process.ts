import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { CHECKOUT } from "./checkout.ts";

export interface LeashedOptions {
  /**
   * The program's own folder. At the end it is deleted, and whatever runs with its path in the command
   * line is killed.
   */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Called with every line that the program prints. */
  readonly onLine: (line: string) => void;
}

/** A program that ends with this one, together with all it started. */
export interface LeashedProcess {
  /** Settles when the program has ended, with its exit status; 127 when it could not be started. */
  readonly ended: Promise<number>;
  /** Terminates it, kills it after 5 s, and waits until all of its children are gone. */
  close(): Promise<void>;
}

/** Starts a program on a leash: however this process ends, the program ends too. */
export function startLeashed(
  command: string,
  parameters: readonly string[],
  { folder, env, onLine }: LeashedOptions,
): LeashedProcess {
  const leash = spawn(
    process.execPath,
    [join(import.meta.dirname, "leash.ts"), folder, command, ...parameters],
    // A separate process group, so that Ctrl-C in the terminal reaches only the parent.
    { cwd: CHECKOUT.root, detached: true, env, stdio: ["pipe", "pipe", "pipe"] },
  );
  const ended = new Promise<number>((resolve) => {
    leash.once("exit", (status) => resolve(status ?? 1));
  });
  leash.stdin.on("error", () => undefined);
  createInterface(leash.stdout).on("line", onLine);
  createInterface(leash.stderr).on("line", onLine);

  return {
    ended,
    async close() {
      leash.stdin.end();
      await ended;
    },
  };
}
