/**
 * An instant of the calendar as ISO 8601 in UTC. Writes down a time that it is given, and asks for none.
 *
 * @param wallMs Milliseconds since 1970-01-01 UTC.
 * @throws {RangeError} When it is no number, or more than 8.64e15 from there to either side.
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
