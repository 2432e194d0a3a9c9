import { UsageError } from "./usage-error.ts";

/** The bounds of an option, both included. */
export interface WholeNumberRule {
  readonly option: string;
  readonly from: number;
  readonly to: number;
}

/**
 * An option's value as a whole number; `undefined` when it was not given.
 *
 * @throws {UsageError} When it is not one, or out of bounds.
 */
export function readWholeNumber(
  text: string | undefined,
  { option, from, to }: WholeNumberRule,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= from && value <= to) return value;
  const bounds = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
  throw new UsageError(
    `Cannot use --${option} as it must be a whole number ${bounds}: current value is "${text}"`,
  );
}

/**
 * An option's value as a number; `undefined` when it was not given.
 *
 * @throws {UsageError} When it is not one, or out of bounds.
 */
export function readNumber(
  text: string | undefined,
  { option, from, to }: WholeNumberRule,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= from && value <= to) return value;
  throw new UsageError(
    `Cannot use --${option} as it must be a number from ${from} to ${to}: current value is "${text}"`,
  );
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
