import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

interface RunningProcess {
  readonly id: number;
  readonly commandLine: string;
}

/**
 * Kills every process that has `mark` in its command line, this one excepted.
 *
 * @returns How many there were. A process takes a moment to die, so 0 means that all are gone.
 */
export function killMarked(mark: string): number {
  const marked = runningProcesses().filter(
    ({ id, commandLine }) => id !== process.pid && commandLine.includes(mark),
  );
  for (const { id } of marked) {
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // It has ended by itself in the meantime.
    }
  }
  return marked.length;
}

/** From `/proc` if it exists, as a bare Debian has no `ps`. */
function runningProcesses(): RunningProcess[] {
  if (process.platform === "linux") return readdirSync("/proc").flatMap(processInProc);
  return execFileSync("ps", ["-A", "-ww", "-o", "pid=,command="], { encoding: "utf8" })
    .split("\n")
    .flatMap((line) => {
      const [, id, commandLine = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
      return id === undefined ? [] : [{ id: Number(id), commandLine }];
    });
}

function processInProc(name: string): RunningProcess[] {
  if (!/^\d+$/.test(name)) return [];
  try {
    return [{ id: Number(name), commandLine: readFileSync(`/proc/${name}/cmdline`, "utf8") }];
  } catch {
    return [];
  }
}
