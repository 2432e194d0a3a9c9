import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** The errors of a real validator for a value and a JSON Schema; an empty list if the value is valid. */
export function schemaFaults(schema: object, value: unknown): unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return validate(value) ? [] : [...(validate.errors ?? []), value];
}
