import { asText, dig } from "../../../wire/index.ts";
import type { AnswerFormat } from "../../answer/formatted-answer.ts";
import { isJsonObject } from "../../json-object.ts";
import { SimulationError } from "../../simulation-error.ts";
import { requireStrictSchema } from "./strict-schema.ts";
import { parsedJson } from "../requests/body.ts";
import { objectIn } from "../requests/fields.ts";

interface FormatField {
  /** The path of the format, as in `response_format`. */
  readonly path: string;
  /** The path of the object with the schema and its name. */
  readonly schemaPath: string;
  /** The error of JSON mode if the conversation does not mention JSON. */
  readonly missingJson: string;
}

const CHAT: FormatField = {
  path: "response_format",
  schemaPath: "response_format.json_schema",
  missingJson:
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
};

const RESPONSES: FormatField = {
  path: "text.format",
  schemaPath: "text.format",
  missingJson:
    "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
};

/**
 * Reads the answer format of chat completions: OpenAI's field, or those of llama.cpp (`response_format.schema`) and
 * vLLM (`structured_outputs.json`, `guided_json`).
 *
 * @param context The conversation, which must mention JSON in JSON mode.
 * @throws {SimulationError} When OpenAI rejects the format.
 */
export function chatFormatIn(body: unknown, context: string): AnswerFormat | undefined {
  const vllm = dig(body, "structured_outputs", "json") ?? dig(body, "guided_json") ?? undefined;
  if (vllm !== undefined) return { kind: "json-schema", schema: parsedSchema(vllm) };
  const format = objectIn(body, "response_format");
  const llamaCpp = dig(format, "schema") ?? undefined;
  if (llamaCpp !== undefined) return { kind: "json-schema", schema: llamaCpp };
  return formatIn(format, { ...CHAT, definition: dig(format, "json_schema") }, context);
}

/**
 * Reads the answer format of the Responses API.
 *
 * @param context The conversation, which must mention JSON in JSON mode.
 * @throws {SimulationError} When OpenAI rejects the format.
 */
export function responsesFormatIn(body: unknown, context: string): AnswerFormat | undefined {
  const format = objectIn(objectIn(body, "text"), "format");
  return formatIn(format, { ...RESPONSES, definition: format }, context);
}

function formatIn(
  format: object,
  field: FormatField & { readonly definition: unknown },
  context: string,
): AnswerFormat | undefined {
  const type = dig(format, "type") ?? undefined;
  switch (type) {
    case undefined:
      if (Object.keys(format).length === 0) return undefined;
      throw new SimulationError(`Missing required parameter: '${field.path}.type'.`);
    case "text":
      return undefined;
    case "json_object":
      if (/json/iu.test(context)) return { kind: "json-object" };
      throw new SimulationError(field.missingJson);
    case "json_schema":
      return { kind: "json-schema", schema: schemaIn(field) };
    default:
      throw new SimulationError(
        `Invalid value: '${asText(type) ?? JSON.stringify(type)}'. Supported values are: 'json_object', 'json_schema', and 'text'.`,
      );
  }
}

function schemaIn({
  schemaPath,
  definition,
  path,
}: FormatField & { readonly definition: unknown }): unknown {
  if (!isJsonObject(definition)) {
    throw new SimulationError(`Missing required parameter: '${schemaPath}'.`);
  }
  const name = asText(definition["name"]);
  if (name === undefined) {
    throw new SimulationError(`Missing required parameter: '${schemaPath}.name'.`);
  }
  if (!/^[\w-]{1,64}$/u.test(name)) {
    throw new SimulationError(
      `Invalid '${schemaPath}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
    );
  }
  const { schema = {} } = definition;
  if (!isJsonObject(schema)) {
    throw new SimulationError(`Invalid type for '${schemaPath}.schema': expected an object.`);
  }
  if (definition["strict"] === true) requireStrictSchema(schema, `${path} '${name}'`);
  return schema;
}

/** vLLM also accepts a schema as a string of JSON. */
function parsedSchema(schema: unknown): unknown {
  const parsed = typeof schema === "string" ? parsedJson(schema) : schema;
  if (parsed !== undefined) return parsed;
  throw new SimulationError("Cannot answer as the JSON schema must be JSON");
}
