import { createRequire } from "node:module";
import process from "node:process";

import { asText, dig } from "../wire/index.ts";
import { bench } from "./commands/bench.ts";
import { report } from "./commands/report.ts";
import { simulate } from "./commands/simulate.ts";
import { runCommandLine } from "./run-command-line.ts";
import { terminalOf } from "./terminal.ts";

/** All commands, in the order of the help. */
const commands = [bench, report, simulate];

/** Runs this process's command line and sets its exit status. */
export async function commandLine(): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = () => {
    // The second time somebody means it.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(new Error("interrupted"));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const terminal = terminalOf(process, interrupt.signal);
  const manifest: unknown = createRequire(import.meta.url)("millrace/package.json");
  const version = asText(dig(manifest, "version")) ?? "unknown";

  process.exitCode = await runCommandLine(process.argv.slice(2), { version, commands }, terminal);
  process.off("SIGINT", onSignal);
  process.off("SIGTERM", onSignal);
}
