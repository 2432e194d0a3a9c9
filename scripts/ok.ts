/** `npm run ok`: runs everything that CI runs, and prints how long each part took. */
import { spawn } from "node:child_process";
import { once } from "node:events";

import { elapsedMs, systemClock } from "../src/clock/index.ts";
import { CHECKOUT, SetUpError } from "./lab/index.ts";
import { runMain } from "./main-program.ts";

const npmRun = (script: string) => [script, "npm", "run", "--silent", script] as const;

/** Name, command and arguments of each part. */
const PARTS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  npmRun("format"),
  npmRun("lint"),
  npmRun("typecheck"),
  npmRun("unused"),
  npmRun("package"),
  npmRun("lab"),
  ["browser and JupyterLab", "node", "scripts/run.js", "prepare-test"],
  ["unit tests", "vitest", "run", "--project", "unit", "--project", "measuring"],
  ["browser tests", "vitest", "run", "--project", "e2e"],
];

await runMain(async () => {
  const clock = systemClock();
  const times: string[] = [];
  try {
    for (const [name, command, ...args] of PARTS) {
      const startedAt = clock.now();
      const child = spawn(command, args, { cwd: CHECKOUT.root, stdio: "inherit" });
      const [status]: unknown[] = await once(child, "close");
      const seconds = (elapsedMs(startedAt, clock.now()) / 1000).toFixed(1);
      times.push(`${seconds.padStart(7)} s  ${name}${status === 0 ? "" : " (failed)"}`);
      if (status !== 0) throw new SetUpError(`Cannot go on as this part failed: ${name}`);
    }
  } finally {
    process.stdout.write(`\n${times.join("\n")}\n`);
  }
});
