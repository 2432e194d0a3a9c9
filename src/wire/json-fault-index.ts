import { jsonBuilder } from "./json-builder.ts";
import { JsonSyntaxError, jsonTokens } from "./json-tokens.ts";

/**
 * The index of the first character that JSON does not allow where it is; the length of a text that ends too early;
 * `undefined` for JSON. `JSON.parse` reports it for some faults only, and differently in every engine.
 *
 * Cost: O(characters).
 *
 * @example
 * ```ts
 * jsonFaultIndex('{"a":tru}'); // 8
 * jsonFaultIndex('{"a":true}'); // undefined
 * ```
 */
export function jsonFaultIndex(text: string): number | undefined {
  const tokens = jsonTokens(jsonBuilder(Infinity));
  try {
    tokens.push(text);
    tokens.end();
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.index;
    throw error;
  }
  return undefined;
}
