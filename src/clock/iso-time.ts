/**
 * Formats a date as ISO 8601 in UTC. It reads no clock.
 *
 * @param wallMs Milliseconds since 1970-01-01 UTC.
 * @throws {RangeError} When it is `NaN`, or further than 8.64e15 from 0.
 *
 * @see {@link https://tc39.es/ecma262/#sec-date.prototype.toisostring}
 *
 * @example
 * ```ts
 * isoTime(0); // "1970-01-01T00:00:00.000Z"
 * ```
 */
export function isoTime(wallMs: number): string {
  return new Date(wallMs).toISOString();
}
