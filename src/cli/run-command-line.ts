import { closestName, printable } from "../text/index.ts";
import type { Command } from "./command.ts";
import { EXIT, EXIT_HELP, type ExitStatus } from "./exit.ts";
import type { Terminal } from "./output/terminal.ts";
import { UsageError } from "./inputs/usage-error.ts";

export interface Program {
  readonly version: string;
  readonly commands: readonly Command[];
}

const USAGE_ERRORS = new Set(["UsageError", "PlanError", "SimulationError"]);

/**
 * Runs a command. Any error becomes one line and an exit status. Never throws.
 */
export async function runCommandLine(
  args: readonly string[],
  program: Program,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { flags, rest } = splitArgs(args);
  const debug = flags.includes("--debug");
  try {
    return await dispatch(
      [...flags.filter((arg) => arg !== "--debug"), ...rest],
      program,
      terminal,
    );
  } catch (error) {
    if (terminal.interrupt.aborted && error === terminal.interrupt.reason) return EXIT.interrupted;
    const { line, stack, status } = errorReport(error);
    terminal.err(printable(debug ? stack : line));
    return status;
  }
}

/** Arguments after `--` are never flags. */
function splitArgs(args: readonly string[]) {
  const end = args.indexOf("--");
  return end === -1
    ? { flags: args, rest: [] }
    : { flags: args.slice(0, end), rest: args.slice(end) };
}

async function dispatch(
  [name, ...rest]: readonly string[],
  program: Program,
  terminal: Terminal,
): Promise<ExitStatus> {
  if (name === "--version" || name === "-v") {
    terminal.out(program.version);
    return EXIT.ok;
  }
  if (name === undefined || HELP.has(name)) return help(rest[0], program, terminal);
  const command = commandNamed(name, program);
  return splitArgs(rest).flags.some((arg) => arg === "--help" || arg === "-h")
    ? help(name, program, terminal)
    : command.run(rest, terminal);
}

const HELP = new Set(["--help", "-h", "help"]);

function commandNamed(name: string, { commands }: Program): Command {
  const command = commands.find((known) => known.name === name);
  if (command !== undefined) return command;
  const names = commands.map((known) => known.name);
  const meant = closestName(name, names);
  throw new UsageError(
    `Cannot run "${name}" as the command must be one of ${names.join(", ")}` +
      (meant === undefined ? "; see millrace --help" : `: did you mean "${meant}"?`),
  );
}

function help(name: string | undefined, program: Program, terminal: Terminal): ExitStatus {
  if (name !== undefined) {
    terminal.out(commandNamed(name, program).help);
    return EXIT.ok;
  }
  const width = Math.max(...program.commands.map((command) => command.name.length));
  terminal.out(
    [
      "Live streaming output of language models in notebooks, and an honest benchmark of it",
      "",
      "Usage: millrace <command> [options]",
      "",
      "Commands:",
      ...program.commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
      "",
      "Options:",
      "  --help     Show this help, or that of a command",
      "  --version  Show the version",
      "  --debug    Print the stack trace of an error",
      "",
      ...EXIT_HELP,
    ].join("\n"),
  );
  return EXIT.ok;
}

function errorReport(error: unknown): { line: string; stack: string; status: ExitStatus } {
  if (!(error instanceof Error)) {
    return { line: String(error), stack: String(error), status: EXIT.failed };
  }
  const [line = error.name] = error.message.split("\n");
  return {
    line,
    stack: error.stack ?? line,
    status: USAGE_ERRORS.has(error.name) ? EXIT.usage : EXIT.failed,
  };
}
