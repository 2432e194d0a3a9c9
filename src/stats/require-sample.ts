import { FROM_0_TO_1, requireNumbers } from "./require-numbers.ts";

/** @throws {RangeError} When a value is `NaN` or infinite. */
export function requireFinite(values: readonly number[], action: string): void {
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return;
  throw new RangeError(`Cannot ${action} as every value must be finite: current value is ${wrong}`);
}

/** For samples that may be infinite: a failed request took forever. */
export function requireNoNaN(values: readonly number[], action: string): void {
  if (!values.some(Number.isNaN)) return;
  throw new RangeError(`Cannot ${action} as every value must be a number: current value is NaN`);
}

/** @throws {RangeError} When a sample has fewer than `fewest` values. */
export function requireLength(length: number, fewest: number, action: string): void {
  if (length >= fewest) return;
  throw new RangeError(
    `Cannot ${action} as it needs at least ${fewest} value${fewest === 1 ? "" : "s"}: current length is ${length}`,
  );
}

/** @throws {RangeError} When a value is outside [0, 1]. */
export function requireProbabilities(values: readonly number[], action: string): void {
  for (const each of values) requireNumbers(action, { each }, FROM_0_TO_1);
}
