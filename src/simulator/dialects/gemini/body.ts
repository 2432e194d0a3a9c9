import type { HttpCall } from "../dialect.ts";
import { parseBody } from "../requests/body.ts";

/** Fields with the client's data, in which names are not converted. */
const OPAQUE: ReadonlySet<string> = new Set([
  "args",
  "parameters",
  "parametersJsonSchema",
  "response",
  "responseJsonSchema",
  "responseSchema",
]);

/**
 * Parses a body and converts snake_case names to camelCase. Google accepts both, and uses snake_case in its
 * examples, as in `system_instruction`.
 *
 * @throws {SimulationError} When it is not a JSON object.
 * @see {@link https://protobuf.dev/programming-guides/json/} "Field names".
 */
export function parseGeminiBody(call: HttpCall): unknown {
  return withCamelCase(parseBody(call));
}

function withCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCamelCase);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, field]) => {
    const camelCase = name.replace(/_(\w)/gu, (_, letter: string) => letter.toUpperCase());
    return [camelCase, OPAQUE.has(camelCase) ? field : withCamelCase(field)] as const;
  });
  return Object.fromEntries(entries);
}
