import { fstatSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";

import { fileProblem } from "../bench/index.ts";
import { systemClock } from "../clock/index.ts";
import { asText, dig } from "../wire/index.ts";
import { bench } from "./commands/bench.ts";
import { providers } from "./commands/providers.ts";
import { record } from "./commands/record.ts";
import { report } from "./commands/report.ts";
import { simulate } from "./commands/simulate.ts";
import { stream } from "./commands/stream.ts";
import { EXIT } from "./exit.ts";
import { interruptOn } from "./interrupt-on.ts";
import { runCommandLine } from "./run-command-line.ts";
import { type InputKind, terminalOf } from "./output/terminal.ts";

export const commands = [stream, record, providers, bench, report, simulate];

/** Runs this process's command line and sets its exit status. */
export async function commandLine(): Promise<void> {
  const interrupt = interruptOn(process, { clock: systemClock(), exit: process.exit });
  let isOutputLost = false;
  const onOutputLost = (error: Error) => {
    // The reader has exited, as `head` does.
    const isUnread = "code" in error && error.code === "EPIPE";
    if (!isUnread && !interrupt.signal.aborted) {
      isOutputLost = true;
      process.stderr.write(`Cannot write the results as ${fileProblem(error)}\n`);
    }
    interrupt.abort(new Error(isUnread ? "the output was closed" : "the output is lost"));
  };
  process.stdout.on("error", onOutputLost);
  // Standard output may still be read.
  process.stderr.on("error", () => undefined);
  const terminal = terminalOf(process, interrupt.signal, inputKind());
  const manifest: unknown = createRequire(import.meta.url)("millrace/package.json");
  const version = asText(dig(manifest, "version")) ?? "unknown";

  const status = await runCommandLine(process.argv.slice(2), { version, commands }, terminal);
  process.exitCode = isOutputLost ? EXIT.failed : status;
  // An open pipe, or a replay that cannot be stopped, would keep the process alive.
  if (interrupt.signal.aborted) process.exit();
  interrupt.release();
}

/** The kind of standard input. Node replaces a closed one with `/dev/null`. */
function inputKind(): InputKind {
  try {
    const input = fstatSync(0);
    if (input.isFIFO()) return "pipe";
    if (input.isSocket()) return "socket";
    return input.isFile() ? "file" : "device";
  } catch {
    return "device";
  }
}
