import { asList, asText, dig } from "../../../wire/index.ts";
import { isJsonObject, type JsonObject } from "../../json-object.ts";
import { SimulationError } from "../../simulation-error.ts";

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
 * Requires a schema to follow OpenAI's strict mode.
 *
 * @param owner Where the schema is used, as in `response_format 'answer'`.
 * @throws {SimulationError} With OpenAI's message, when it does not.
 * @see {@link https://platform.openai.com/docs/guides/structured-outputs} "Supported schemas".
 */
export function requireStrictSchema(schema: JsonObject, owner: string): void {
  const { type = "None" } = schema;
  if (type !== "object") {
    throw invalid(
      owner,
      `schema must be a JSON Schema of 'type: "object"', got 'type: "${String(type)}"'.`,
    );
  }
  requireStrictPart(schema, [], owner);
}

/**
 * Requires the schemas of strict tools to follow OpenAI's strict mode.
 *
 * @param functions Objects with a name, a schema and `strict`.
 * @throws {SimulationError} With OpenAI's message, when one does not.
 */
export function requireStrictTools(functions: readonly unknown[]): void {
  for (const one of functions) {
    const parameters = dig(one, "parameters");
    if (dig(one, "strict") !== true || !isJsonObject(parameters)) continue;
    requireStrictSchema(parameters, `function '${asText(dig(one, "name")) ?? ""}'`);
  }
}

function requireStrictPart(schema: unknown, path: readonly string[], owner: string): void {
  if (!isJsonObject(schema)) return;
  const fault = faultOf(schema);
  if (fault !== undefined) {
    // Formatted as a Python tuple, like the API's message.
    const context = path.map((name) => `'${name}'`).join(", ");
    throw invalid(owner, `In context=(${context}${path.length === 1 ? "," : ""}), ${fault}`);
  }
  for (const name of ["properties", "$defs", "definitions"]) {
    const named = schema[name];
    if (!isJsonObject(named)) continue;
    for (const [key, part] of Object.entries(named))
      requireStrictPart(part, [...path, name, key], owner);
  }
  requireStrictPart(schema["items"], [...path, "items"], owner);
  for (const [index, part] of asList(schema["anyOf"]).entries()) {
    requireStrictPart(part, [...path, "anyOf", String(index)], owner);
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

function invalid(owner: string, fault: string): SimulationError {
  return new SimulationError(`Invalid schema for ${owner}: ${fault}`);
}
