import { asList, dig } from "../../../wire/index.ts";
import type { AnswerFormat } from "../../answer/formatted-answer.ts";
import { isJsonObject } from "../../json-object.ts";
import { SimulationError } from "../../simulation-error.ts";

/**
 * Reads the answer format: `output_config.format`, or the beta's `output_format`.
 *
 * @throws {SimulationError} When Anthropic rejects the format: each object of a schema must be closed.
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/structured-outputs}
 */
export function anthropicFormatIn(body: unknown): AnswerFormat | undefined {
  const current = dig(body, "output_config", "format") ?? undefined;
  const field = current === undefined ? "output_format" : "output_config.format";
  const format = current ?? dig(body, "output_format") ?? undefined;
  if (format === undefined) return undefined;
  if (dig(format, "type") !== "json_schema") {
    throw new SimulationError(`${field}.type: Input should be 'json_schema'`);
  }
  const schema = dig(format, "schema");
  if (!isJsonObject(schema)) throw new SimulationError(`${field}.schema: Field required`);
  if (hasOpenObject(schema)) {
    throw new SimulationError(
      `${field}.schema: For 'object' type, 'additionalProperties' must be explicitly set to false`,
    );
  }
  return { kind: "json-schema", schema };
}

function hasOpenObject(schema: unknown): boolean {
  if (!isJsonObject(schema)) return false;
  if (schema["type"] === "object" && schema["additionalProperties"] !== false) return true;
  const named = ["properties", "$defs", "definitions"].flatMap((name) => {
    const parts = schema[name];
    return isJsonObject(parts) ? Object.values(parts) : [];
  });
  const listed = ["anyOf", "allOf", "oneOf"].flatMap((name) => asList(schema[name]));
  return [...named, ...listed, schema["items"]].some(hasOpenObject);
}
