import type { Command } from "../../src/cli/command.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { terminalOf } from "../../src/cli/output/terminal.ts";

/** What a command in this process meets. */
export interface CommandSurroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** Whether people look at both outputs. */
  readonly isTty?: boolean;
  /** What is piped in. */
  readonly input?: string;
  readonly interrupt?: AbortSignal;
  /** Called with what is written to the results. */
  readonly onOut?: (text: string) => void;
}

/** Runs `millrace …` in this process, with nothing around it but what is given. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  { env = {}, isTty = false, input = "", interrupt, onOut }: CommandSurroundings = {},
) {
  let out = "";
  let err = "";
  const terminal = terminalOf(
    {
      stdout: {
        isTTY: isTty,
        write(text) {
          out += text;
          onOut?.(text);
        },
      },
      stderr: { isTTY: isTty, write: (text) => (err += text) },
      stdin: piped(input),
      env,
    },
    interrupt ?? new AbortController().signal,
  );
  const program = { version: "0", commands: [command] };
  const status = await runCommandLine([command.name, ...args], program, terminal);
  return { status, out, err };
}

async function* piped(input: string): AsyncGenerator {
  yield Buffer.from(input);
}
