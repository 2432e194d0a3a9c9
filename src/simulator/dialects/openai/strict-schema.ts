import { asList, asText, dig } from "../../../wire/index.ts";
import { isJsonObject, type JsonObject } from "../../json-object.ts";
import { SimulationError } from "../../simulation-error.ts";

/** Keywords that OpenAI refuses in strict schemas. */
const NOT_PERMITTED = [
  "allOf",
  "dependentRequired",
  "dependentSchemas",
  "else",
  "if",
  "not",
  "oneOf",
  "patternProperties",
  "then",
];

/**
 * Refuses a schema that breaks a rule of OpenAI's strict mode, in OpenAI's words.
 *
 * @param of What has the schema, as in `response_format 'answer'`.
 * @throws {SimulationError} When it does.
 * @see {@link https://platform.openai.com/docs/guides/structured-outputs} "Supported schemas".
 */
export function requireStrictSchema(schema: JsonObject, of: string): void {
  const { type = "None" } = schema;
  if (type !== "object") {
    throw invalid(
      of,
      `schema must be a JSON Schema of 'type: "object"', got 'type: "${String(type)}"'.`,
    );
  }
  requireStrictPart(schema, [], of);
}

/**
 * Refuses tools that order strict arguments with a schema that breaks a rule, in OpenAI's words.
 *
 * @param functions Objects with a name, a schema and `strict`.
 * @throws {SimulationError} When one does.
 */
export function requireStrictTools(functions: readonly unknown[]): void {
  for (const one of functions) {
    const parameters = dig(one, "parameters");
    if (dig(one, "strict") !== true || !isJsonObject(parameters)) continue;
    requireStrictSchema(parameters, `function '${asText(dig(one, "name")) ?? ""}'`);
  }
}

function requireStrictPart(schema: unknown, path: readonly string[], of: string): void {
  if (!isJsonObject(schema)) return;
  const fault = faultOf(schema);
  if (fault !== undefined) {
    // A tuple of Python's, as the API prints it.
    const context = path.map((name) => `'${name}'`).join(", ");
    throw invalid(of, `In context=(${context}${path.length === 1 ? "," : ""}), ${fault}`);
  }
  for (const name of ["properties", "$defs", "definitions"]) {
    const named = schema[name];
    if (!isJsonObject(named)) continue;
    for (const [key, part] of Object.entries(named))
      requireStrictPart(part, [...path, name, key], of);
  }
  requireStrictPart(schema["items"], [...path, "items"], of);
  for (const [index, part] of asList(schema["anyOf"]).entries()) {
    requireStrictPart(part, [...path, "anyOf", String(index)], of);
  }
}

function faultOf(schema: JsonObject): string | undefined {
  const forbidden = NOT_PERMITTED.find((keyword) => Object.hasOwn(schema, keyword));
  if (forbidden !== undefined) return `'${forbidden}' is not permitted.`;
  if (schema["type"] !== "object") return undefined;
  if (schema["additionalProperties"] !== false) {
    return "'additionalProperties' is required to be supplied and to be false.";
  }
  const { properties } = schema;
  const required = asList(schema["required"]);
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  const missing = names.find((name) => !required.includes(name));
  if (missing === undefined) return undefined;
  return (
    "'required' is required to be supplied and to be an array including every key in properties. " +
    `Missing '${missing}'.`
  );
}

function invalid(of: string, fault: string): SimulationError {
  return new SimulationError(`Invalid schema for ${of}: ${fault}`);
}
