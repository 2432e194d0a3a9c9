import { asText, compactJson } from "../../wire/index.ts";

/**
 * A call's arguments as JSON text, for wires that send them as a value; `undefined` if there are none.
 *
 * @param value The arguments. A string is taken for their JSON: some servers encode it twice.
 * @param source Their JSON text on the wire, if it is known: `JSON.parse` has rounded long integers.
 */
export function argumentsText(value: unknown, source: string | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return asText(value) ?? (source === undefined ? JSON.stringify(value) : compactJson(source));
}
