import type { HttpCall } from "../dialect.ts";
import { parseBody } from "../requests/body.ts";

/** What stands in these fields is the client's own: names in it mean what they say. */
const OPAQUE: ReadonlySet<string> = new Set([
  "args",
  "parameters",
  "parametersJsonSchema",
  "response",
  "responseJsonSchema",
  "responseSchema",
]);

/**
 * What a call's body says, with the names of JSON: Google reads those of its protocol buffers too, and writes
 * them in its examples, as in `system_instruction`.
 *
 * @throws {SimulationError} When it is not a JSON object.
 * @see {@link https://protobuf.dev/programming-guides/json/} "Field names".
 */
export function geminiBodyOf(call: HttpCall): unknown {
  return withJsonNames(parseBody(call));
}

function withJsonNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withJsonNames);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inside]) => {
    const jsonName = name.replace(/_(\w)/gu, (_, letter: string) => letter.toUpperCase());
    return [jsonName, OPAQUE.has(jsonName) ? inside : withJsonNames(inside)] as const;
  });
  return Object.fromEntries(entries);
}
