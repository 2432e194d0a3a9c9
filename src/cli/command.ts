import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

import { closestName } from "../text/index.ts";
import { EXIT_HELP, type ExitStatus } from "./exit.ts";
import type { Terminal } from "./output/terminal.ts";
import { UsageError } from "./inputs/usage-error.ts";

/** One word of the command line. */
export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** All of the help. */
  readonly help: string;
  /**
   * Parses arguments without running the command.
   *
   * @throws {UsageError} When an option is unknown, lacks its value or is given twice.
   */
  parse(args: readonly string[]): unknown;
  /**
   * @throws {UsageError} When its arguments are wrong: exit 2.
   * @throws {Error} When it did not work: exit 1.
   */
  run(args: readonly string[], terminal: Terminal): Promise<ExitStatus>;
}

/** An option as `node:util` parses it, and what it is for. */
type Options = Readonly<
  Record<
    string,
    ParseArgsOptionsConfig[string] & { readonly help: string; readonly value?: string }
  >
>;

type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; args: string[] }>
>;

export interface CommandDefinition<T extends Options> {
  readonly name: string;
  readonly summary: string;
  /** What follows `millrace`, as in `simulate [options]`. */
  readonly usage: string;
  readonly options: T;
  /** Runnable lines, shown after the options. */
  readonly examples?: readonly string[];
  run(parsed: Parsed<T>, terminal: Terminal): Promise<ExitStatus>;
}

/** Makes a command out of its options and what it does; the help follows from them. */
export function defineCommand<T extends Options>(definition: CommandDefinition<T>): Command {
  const { name, summary, options } = definition;
  return {
    name,
    summary,
    help: helpOf(definition),
    parse: (args) => parse(name, options, args),
    run: (args, terminal) => definition.run(parse(name, options, args), terminal),
  };
}

function parse<T extends Options>(name: string, options: T, args: readonly string[]): Parsed<T> {
  try {
    const config = { options, allowPositionals: true as const, args: withNegativeNumbers(args) };
    const parsed = parseArgs({ ...config, tokens: true });
    requireNoneTwice(name, options, parsed.tokens);
    requireNoneEmpty(parsed.values);
    return parsed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // node:util's sentence names the option and the rule; what follows it is advice on "--".
    const [sentence = ""] = error instanceof Error ? error.message.split(/\.(?:\s|$)/u) : [];
    throw new UsageError(
      `Cannot run ${name} as its options must be right: ${sentence}${cureOf(sentence, Object.keys(options))}; ` +
        `see millrace ${name} --help`,
    );
  }
}

/** `--seed -1` as `--seed=-1`: `node:util` takes -1 for an option, and its error does not mention the number. */
function withNegativeNumbers(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return args.reduce<string[]>((joined, arg, index) => {
    const before = joined.at(-1) ?? "";
    const isOptions = end === -1 || index < end;
    const isValue = isOptions && /^-\.?\d/u.test(arg) && /^--[\w-]+$/u.test(before);
    return isValue ? [...joined.slice(0, -1), `${before}=${arg}`] : [...joined, arg];
  }, []);
}

/** If an option with one value is repeated, `node:util` silently keeps the last value. */
function requireNoneTwice(
  command: string,
  options: Options,
  tokens: readonly { readonly kind: string; readonly name?: string }[],
): void {
  const names = tokens.flatMap(({ kind, name = "" }) =>
    kind === "option" && options[name]?.type === "string" && options[name].multiple !== true
      ? [name]
      : [],
  );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new UsageError(`Cannot run ${command} as --${twice} was given twice: give it once`);
}

/** An unset variable of a shell's leaves `--model ""`, and means nothing by it. */
function requireNoneEmpty(values: Readonly<Record<string, unknown>>): void {
  for (const [option, value] of Object.entries(values)) {
    const isEmpty = Array.isArray(value) ? value.includes("") : value === "";
    if (!isEmpty) continue;
    throw new UsageError(
      `Cannot use --${option} as it must not be empty: leave it out, or give it a value`,
    );
  }
}

function cureOf(sentence: string, options: readonly string[]): string {
  const [, ambiguous] = /'(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous/u.exec(sentence) ?? [];
  if (ambiguous !== undefined) return ` (a value with a dash before it: ${ambiguous}=-…)`;
  const [, unknown = ""] = /Unknown option '--([\w-]+)'/u.exec(sentence) ?? [];
  const meant = closestName(unknown, options);
  return meant === undefined ? "" : `, did you mean "--${meant}"?`;
}

function helpOf({ summary, usage, options, examples = [] }: CommandDefinition<Options>): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const { help, value, type, short } = option;
    const flag = `--${name}${type === "string" ? ` <${value ?? "value"}>` : ""}`;
    const byDefault = option.default === undefined ? "" : ` (default: ${String(option.default)})`;
    return [short === undefined ? flag : `-${short}, ${flag}`, `${help}${byDefault}`] as const;
  });
  const width = Math.max(0, ...rows.map(([flag]) => flag.length));
  return [
    summary,
    "",
    `Usage: millrace ${usage}`,
    ...(rows.length === 0 ? [] : ["", "Options:"]),
    ...rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    ...(examples.length === 0 ? [] : ["", "Examples:"]),
    ...examples.map((line) => `  ${line}`),
    "",
    ...EXIT_HELP,
  ].join("\n");
}
