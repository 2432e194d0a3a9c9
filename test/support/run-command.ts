import { onTestFinished } from "vitest";

import { commands } from "../../src/cli/command-line.ts";
import type { Command } from "../../src/cli/command.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { terminalOf } from "../../src/cli/output/terminal.ts";
import type { CliResult } from "./run-cli.ts";

/** The surroundings of a command in this process. */
export interface CommandSurroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** Whether both outputs are terminals. */
  readonly isTty?: boolean;
  /** Standard input. */
  readonly input?: string;
  readonly interrupt?: AbortSignal;
  /** Called with each part of standard output. */
  readonly onOut?: (text: string) => void;
}

/** Runs `millrace …` in this process, with only the given surroundings. */
export function runCommand(
  command: Command,
  args: readonly string[],
  surroundings: CommandSurroundings = {},
) {
  return run([command], [command.name, ...args], surroundings);
}

/** Runs any `millrace …` in this process, which takes a fraction of the time of a process. */
export function runInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  return run(commands, args, { env });
}

/** A running `millrace …` in this process. */
export interface RunningCommand {
  /** Resolves with the first line of standard output that matches. */
  line(pattern: RegExp): Promise<string>;
  /** Has the effect of the first Ctrl-C. */
  interrupt(): void;
  readonly ended: Promise<CliResult>;
}

/** Starts any `millrace …` in this process. It is interrupted at the end of the test. */
export function startInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Error("interrupted"));
  const searches = new Set<() => void>();
  let out = "";
  const ended = run(commands, args, {
    env,
    interrupt: controller.signal,
    onOut(text) {
      out += text;
      for (const search of searches) search();
    },
  });
  onTestFinished(async () => {
    interrupt();
    await ended;
  });
  return {
    ended,
    interrupt,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const search = () => {
          const found = out.split("\n").find((line) => pattern.test(line));
          if (found !== undefined) resolve(found);
        };
        searches.add(search);
        void ended.then(({ err }) =>
          reject(new Error(`The command ended without the line: ${err}`)),
        );
        search();
      }),
  };
}

async function run(
  known: readonly Command[],
  args: readonly string[],
  { env = {}, isTty = false, input = "", interrupt, onOut }: CommandSurroundings,
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
  const status = await runCommandLine(args, { version: "0", commands: known }, terminal);
  return { status, out, err };
}

async function* piped(input: string): AsyncGenerator {
  yield Buffer.from(input);
}
