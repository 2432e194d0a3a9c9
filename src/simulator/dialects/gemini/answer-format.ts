import { dig } from "../../../wire/index.ts";
import type { AnswerFormat } from "../../answer/formatted-answer.ts";
import { isJsonObject } from "../../json-object.ts";
import { SimulationError } from "../../simulation-error.ts";

const FIELD = "* GenerateContentRequest.generation_config";

/**
 * Reads the answer format of a generation config. Schemas are Google's subset of OpenAPI, or JSON Schema.
 *
 * @throws {SimulationError} When the MIME type is unknown, or does not allow a schema.
 * @see {@link https://ai.google.dev/api/generate-content#generationconfig}
 */
export function geminiFormatIn(config: unknown): AnswerFormat | undefined {
  const type = dig(config, "responseMimeType") ?? undefined;
  const schema = dig(config, "responseSchema") ?? dig(config, "responseJsonSchema") ?? undefined;
  if (schema !== undefined && !isJsonObject(schema)) {
    throw new SimulationError(`${FIELD}.response_schema: must be an object`);
  }
  switch (type) {
    case undefined:
    case "text/plain":
      if (schema === undefined) return undefined;
      throw new SimulationError(
        `${FIELD}.response_schema: only allowed with the response_mime_type application/json or text/x.enum`,
      );
    case "application/json":
      return schema === undefined ? { kind: "json-object" } : { kind: "json-schema", schema };
    case "text/x.enum":
      if (schema !== undefined) return { kind: "enum", schema };
      throw new SimulationError(`${FIELD}.response_schema: required for the type text/x.enum`);
    default:
      throw new SimulationError(
        `${FIELD}.response_mime_type: allowed mimetypes are \`text/plain\`, \`application/json\` and \`text/x.enum\`: ` +
          `current value is ${JSON.stringify(type)}`,
      );
  }
}
