import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** Why a value does not fit a JSON Schema, by a real validator; an empty list if it fits. */
export function schemaFaults(schema: object, value: unknown): unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return validate(value) ? [] : [...(validate.errors ?? []), value];
}
