import { parseJson } from "../../wire/index.ts";
import { exampleOfSchema } from "../json-schema/example-of-schema.ts";
import { schemaTest } from "../json-schema/schema-test.ts";
import { ignoredKeyword } from "../json-schema/ignored-keyword.ts";
import { SimulationError } from "../simulation-error.ts";

/** The format of an answer's text, if not prose. */
export type AnswerFormat =
  | { readonly kind: "json-object" }
  | { readonly kind: "json-schema"; readonly schema: unknown }
  /** One of the values of a schema's `enum`, without quotes. */
  | { readonly kind: "enum"; readonly schema: unknown };

/**
 * Returns the text of an answer in a format. `echo:` with JSON returns that JSON unchanged, so that clients can
 * be tested with JSON that does not fit.
 *
 * @param prose The answer without a format.
 * @throws {SimulationError} When no value fits the schema, or the schema has an unsupported keyword.
 */
export function formattedAnswer(format: AnswerFormat, prompt: string, prose: string): string {
  if (prompt.startsWith("echo:") && isJson(prose)) return prose;
  if (format.kind === "json-object") return JSON.stringify({ answer: prose });
  const ignored = ignoredKeyword(format.schema);
  if (ignored !== undefined) {
    throw new SimulationError(
      `Cannot answer as the simulator makes no JSON for schemas with "${ignored}"`,
    );
  }
  const value = exampleOfSchema(format.schema, prompt);
  if (!schemaTest(format.schema)(value, format.schema)) {
    throw new SimulationError(
      "Cannot answer as the simulator found no value that fits the JSON schema",
    );
  }
  return format.kind === "enum" ? String(value) : JSON.stringify(value);
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    // Falls back to generated JSON.
    return false;
  }
}
