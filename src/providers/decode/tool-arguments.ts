import { asText, compactJson } from "../../wire/index.ts";

/**
 * Returns a call's arguments as JSON, for APIs that send them as a value; `undefined` if there are none.
 *
 * @param value The arguments. A string counts as JSON: some servers encode it twice.
 * @param source Their JSON as received, if known: `JSON.parse` has rounded long integers.
 */
export function argumentsText(value: unknown, source: string | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return asText(value) ?? (source === undefined ? JSON.stringify(value) : compactJson(source));
}
