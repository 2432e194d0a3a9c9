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
 * An option's value as one of some words; `undefined` when it was not given.
 *
 * @throws {UsageError} When it is none of them.
 */
export function readWord<Word extends string>(
  text: string | undefined,
  option: string,
  words: readonly Word[],
): Word | undefined {
  if (text === undefined) return undefined;
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  throw new UsageError(
    `Cannot use --${option} as it must be one of ${words.join(", ")}: current value is "${text}"`,
  );
}
