import type { NumberRule } from "../../stats/index.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Parses an option's value as a number; `undefined` if the option is absent.
 *
 * @throws {UsageError} When it is not a number, or breaks the rule.
 */
export function readNumber(
  text: string | undefined,
  option: string,
  { words, holds }: NumberRule,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && holds(value)) return value;
  throw new UsageError(`Cannot use --${option} as it must be ${words}: current value is "${text}"`);
}

/**
 * Reads one of a set of values; `undefined` if the option is absent.
 *
 * @throws {UsageError} When it is not one of them.
 */
export function readChoice<Choice extends string>(
  text: string | undefined,
  option: string,
  choices: readonly Choice[],
): Choice | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((known) => known === text);
  if (choice !== undefined) return choice;
  throw new UsageError(
    `Cannot use --${option} as it must be one of ${choices.join(", ")}: current value is "${text}"`,
  );
}
