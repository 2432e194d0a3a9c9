import { createRequire } from "node:module";
import process from "node:process";

import { asText, dig } from "../wire/index.ts";
import { bench } from "./commands/bench.ts";
import { providers } from "./commands/providers.ts";
import { record } from "./commands/record.ts";
import { report } from "./commands/report.ts";
import { simulate } from "./commands/simulate.ts";
import { stream } from "./commands/stream.ts";
import { runCommandLine } from "./run-command-line.ts";
import { terminalOf } from "./terminal.ts";

/** All commands, in the order of the help. */
const commands = [stream, record, providers, bench, report, simulate];

/** Runs this process's command line and sets its exit status. */
export async function commandLine(): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = () => {
    // The second time somebody means it.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(new Error("interrupted"));
  };
  const onOutputLost = (error: Error) => {
    // Whoever reads has gone, as `head` does.
    if (!("code" in error && error.code === "EPIPE")) throw error;
    interrupt.abort(new Error("nobody reads the output"));
  };
  process.stdout.on("error", onOutputLost);
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const terminal = terminalOf(process, interrupt.signal);
  const manifest: unknown = createRequire(import.meta.url)("millrace/package.json");
  const version = asText(dig(manifest, "version")) ?? "unknown";

  process.exitCode = await runCommandLine(process.argv.slice(2), { version, commands }, terminal);
  process.off("SIGINT", onSignal);
  process.off("SIGTERM", onSignal);
}
