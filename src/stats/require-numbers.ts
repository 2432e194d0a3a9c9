/** A condition on a number, and its description. */
export interface NumberRule {
  /** Completes "must be". */
  readonly words: string;
  holds(value: number): boolean;
}

/** Excludes `Infinity`. */
export const POSITIVE: NumberRule = {
  words: "a positive number",
  holds: (value) => Number.isFinite(value) && value > 0,
};

/** `Infinity` means no limit. */
export const POSITIVE_OR_INFINITE: NumberRule = {
  words: "a positive number",
  holds: (value) => value > 0,
};

/** Probabilities of what must happen eventually. */
export const ABOVE_0_TO_1: NumberRule = {
  words: "a number above 0, and up to 1",
  holds: (value) => value > 0 && value <= 1,
};

/** Shares and probabilities. */
export const FROM_0_TO_1: NumberRule = numberFrom(0, 1);

/**
 * Safe integers from `least` to `most`, both included.
 *
 * @example
 * ```ts
 * integerFrom(1).words; // "a whole number from 1"
 * ```
 */
export function integerFrom(least: number, most = Number.MAX_SAFE_INTEGER): NumberRule {
  return {
    words: `a whole number from ${rangeOf(least, most)}`,
    holds: (value) => Number.isSafeInteger(value) && value >= least && value <= most,
  };
}

/**
 * Finite numbers from `least` to `most`, both included.
 *
 * @example
 * ```ts
 * numberFrom(0, 2).words; // "a number from 0 to 2"
 * ```
 */
export function numberFrom(least: number, most = Number.MAX_VALUE): NumberRule {
  return {
    words: `a number from ${rangeOf(least, most)}`,
    holds: (value) => value >= least && value <= most,
  };
}

function rangeOf(least: number, most: number): string {
  return most >= Number.MAX_SAFE_INTEGER ? `${least}` : `${least} to ${most}`;
}

/**
 * Numbers between `low` and `high`, both excluded.
 *
 * @example
 * ```ts
 * numberBetween(0, 1).holds(1); // false
 * ```
 */
export function numberBetween(low: number, high: number): NumberRule {
  return {
    words: `between ${low} and ${high}`,
    holds: (value) => value > low && value < high,
  };
}

/**
 * Throws if a number breaks a rule.
 *
 * @param purpose What is impossible then, as in "open a time window".
 * @param numbers By name.
 * @throws {RangeError} With the purpose, the name, the rule and the value.
 *
 * @example
 * ```ts
 * requireNumbers("open a time window", { windowMs: 33 }, POSITIVE); // undefined
 * ```
 */
export function requireNumbers(
  purpose: string,
  numbers: Readonly<Record<string, number>>,
  rule: NumberRule,
): void {
  const problem = numberProblem(purpose, numbers, rule);
  if (problem !== undefined) throw new RangeError(problem);
}

/**
 * The message of {@link requireNumbers}; `undefined` if every number obeys the rule.
 *
 * @example
 * ```ts
 * numberProblem("retry", { attempts: 0 }, integerFrom(1));
 * // "Cannot retry as attempts must be a whole number from 1: current value is 0"
 * ```
 */
export function numberProblem(
  purpose: string,
  numbers: Readonly<Record<string, number>>,
  { words, holds }: NumberRule,
): string | undefined {
  const broken = Object.entries(numbers).find(([, value]) => !holds(value));
  if (broken === undefined) return undefined;
  const [name, value] = broken;
  return `Cannot ${purpose} as ${name} must be ${words}: current value is ${value}`;
}
