/**
 * Refuses options that are not positive finite numbers.
 *
 * @param purpose What cannot be done then, as in "open a time window".
 * @throws {RangeError} Naming the option, the rule and the value.
 */
export function requirePositive(purpose: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new RangeError(
      `Cannot ${purpose} as ${name} must be a positive number: current value is ${value}`,
    );
  }
}

/**
 * Refuses options that are not whole numbers from 1.
 *
 * @param purpose What cannot be done then, as in "count chunks".
 * @throws {RangeError} Naming the option, the rule and the value.
 */
export function requireWhole(purpose: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new RangeError(
      `Cannot ${purpose} as ${name} must be a whole number from 1: current value is ${value}`,
    );
  }
}
