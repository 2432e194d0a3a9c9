import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface CliResult {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A `millrace …` process that runs from the sources. */
export interface CliProcess {
  readonly child: ChildProcess;
  /** Resolves with the first matching line of `out`. */
  line(pattern: RegExp): Promise<string>;
  readonly ended: Promise<CliResult>;
}

/**
 * Starts `millrace …` with only `PATH` and the given variables.
 *
 * @param largestFileKiB Writing more to a file fails, like on a full disk.
 */
export function startCli(
  args: readonly string[],
  env: Record<string, string> = {},
  largestFileKiB?: number,
): CliProcess {
  const command = [process.execPath, "-C", "millrace-source", "src/cli/main.ts", ...args];
  const limit = largestFileKiB === undefined ? "" : `ulimit -f ${largestFileKiB}; `;
  const child = spawn("bash", ["-c", `${limit}exec "$@"`, "millrace", ...command], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let out = "";
  let err = "";
  const looks = new Set<() => void>();
  child.stdout.on("data", (chunk) => {
    out += String(chunk);
    for (const look of looks) look();
  });
  child.stderr.on("data", (chunk) => {
    err += String(chunk);
  });
  return {
    child,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = out.split("\n").find((text) => pattern.test(text));
          if (found !== undefined) resolve(found);
        };
        looks.add(look);
        child.once("close", () => reject(new Error(`The process ended without the line: ${err}`)));
        look();
      }),
    ended: once(child, "close").then(([status]) => ({ status, out, err })),
  };
}

/** Runs `millrace …` to its end. */
export function runCli(args: readonly string[], env?: Record<string, string>): Promise<CliResult> {
  return startCli(args, env).ended;
}
