/** @throws {RangeError} When a value is `NaN` or infinite. */
export function requireFinite(values: readonly number[], action: string): void {
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return;
  throw new RangeError(`Cannot ${action} as every value must be finite: current value is ${wrong}`);
}

/** For samples in which infinity has a meaning: a request that failed took forever. */
export function requireNumbers(values: readonly number[], action: string): void {
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

/** @throws {RangeError} When `value` is not between 0 and 1, both excluded. */
export function requireInside01(value: number, name: string, action: string): void {
  if (value > 0 && value < 1) return;
  throw new RangeError(
    `Cannot ${action} as ${name} must be between 0 and 1: current value is ${value}`,
  );
}

/** @throws {RangeError} When `value` is not a whole number from `least` up. */
export function requireWhole(
  value: number,
  { name, least }: { readonly name: string; readonly least: number },
  action: string,
): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(
    `Cannot ${action} as ${name} must be a whole number from ${least}: current value is ${value}`,
  );
}

/** @throws {RangeError} When a value is outside [0, 1]. */
export function requireProbabilities(values: readonly number[], action: string): void {
  const wrong = values.find((value) => !(value >= 0 && value <= 1));
  if (wrong === undefined) return;
  throw new RangeError(`Cannot ${action} as each must be from 0 to 1: current value is ${wrong}`);
}
