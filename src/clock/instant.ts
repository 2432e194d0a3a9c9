/**
 * A point in time on one monotonic clock, in milliseconds since the origin of that clock.
 *
 * Branded because it is easily confused with a duration. Instants of two clocks (two processes, two
 * machines) cannot be compared.
 */
export type Instant = number & { readonly [unit]: "milliseconds since the clock's origin" };

declare const unit: unique symbol;

/**
 * Converts a number to an instant. Only clocks, tests and readers of stored traces need it.
 *
 * @throws {RangeError} When `ms` is not finite.
 *
 * @example
 * ```ts
 * instant(12.5); // 12.5
 * ```
 */
export function instant(ms: number): Instant {
  if (!Number.isFinite(ms)) {
    throw new RangeError(`Cannot make an instant as ms must be finite: current value is ${ms}`);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only place where a number becomes an instant
  return ms as Instant;
}

/**
 * The instant `ms` milliseconds later; earlier when `ms` is negative.
 *
 * @throws {RangeError} When the result is not finite.
 *
 * @example
 * ```ts
 * instantAfter(instant(10), 5); // 15
 * ```
 */
export function instantAfter(from: Instant, ms: number): Instant {
  return instant(from + ms);
}

/**
 * Milliseconds from `from` to `to`; negative when `to` is earlier.
 *
 * @example
 * ```ts
 * elapsedMs(instant(10), instant(15)); // 5
 * ```
 */
export function elapsedMs(from: Instant, to: Instant): number {
  return to - from;
}
