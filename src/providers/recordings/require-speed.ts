/** @throws {RangeError} When a replay would stand still or run backwards. */
export function requireSpeed(speed: number): void {
  if (speed > 0) return;
  throw new RangeError(
    `Cannot replay as speed must be a positive number: current value is ${speed}`,
  );
}
