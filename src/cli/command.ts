import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

import { closestName } from "../text/index.ts";
import { EXIT_HELP, type ExitStatus } from "./exit.ts";
import type { Terminal } from "./output/terminal.ts";
import { UsageError } from "./inputs/usage-error.ts";

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /**
   * Parses arguments without running the command.
   *
   * @throws {UsageError} When an option is unknown, lacks its value or is given twice.
   */
  parse(args: readonly string[]): unknown;
  /**
   * @throws {UsageError} When its arguments are wrong: exit status 2.
   * @throws {Error} When it failed: exit status 1.
   */
  run(args: readonly string[], terminal: Terminal): Promise<ExitStatus>;
}

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

/** Creates a command. Its help is generated from its options. */
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
    // The first sentence of node:util names the option and the rule; the rest is advice on "--".
    const [sentence = ""] = error instanceof Error ? error.message.split(/\.(?:\s|$)/u) : [];
    throw new UsageError(
      `Cannot run ${name} as an option is wrong: ${sentence}${hintFor(sentence, Object.keys(options))}; ` +
        `see millrace ${name} --help`,
    );
  }
}

/** `--seed -1` as `--seed=-1`: `node:util` parses -1 as an option, and its error does not mention the number. */
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
  throw new UsageError(`Cannot run ${command} as --${twice} may be given only once`);
}

/** `--model "$UNSET"` passes an empty string. */
function requireNoneEmpty(values: Readonly<Record<string, unknown>>): void {
  for (const [option, value] of Object.entries(values)) {
    const isEmpty = Array.isArray(value) ? value.includes("") : value === "";
    if (!isEmpty) continue;
    throw new UsageError(
      `Cannot use --${option} as it must not be empty: omit it, or give it a value`,
    );
  }
}

function hintFor(sentence: string, options: readonly string[]): string {
  const [, ambiguous] = /'(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous/u.exec(sentence) ?? [];
  if (ambiguous !== undefined) return ` (for a value that starts with a dash: ${ambiguous}=-…)`;
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
