import { asList, asText } from "../../wire/index.ts";
import { fitsLimits } from "./example-number.ts";
import { fitsTextRules } from "./example-text.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { arrayRules, objectRules } from "./part-rules.ts";
import { targetOf } from "./schema-reference.ts";

/** References can be circular. */
const MAX_DEPTH = 256;

/** Without a limit, a few definitions that each refer twice to the next would take hours. */
const MAX_TESTS = 200_000;

export type SchemaTest = (value: unknown, part: unknown) => boolean;

/**
 * Returns a test of values by the keywords that `exampleOfSchema` follows, all but `format`. Other keywords are ignored.
 * A test that would take too long is `false`.
 *
 * @param root The schema that local references lead into.
 */
export function schemaTest(root: unknown): SchemaTest {
  let depth = 0;
  let tests = 0;

  function fits(value: unknown, part: unknown): boolean {
    if (part === false) return false;
    if (!isJsonObject(part)) return true;
    if (depth >= MAX_DEPTH || ++tests > MAX_TESTS) return false;
    depth++;
    try {
      return (
        fitsReference(value, part) &&
        fitsCombinations(value, part, fits) &&
        fitsValue(value, part) &&
        fitsParts(value, part, fits)
      );
    } finally {
      depth--;
    }
  }

  function fitsReference(value: unknown, { $ref }: JsonObject): boolean {
    return $ref === undefined || fits(value, targetOf(root, asText($ref) ?? ""));
  }

  return fits;
}

function fitsCombinations(
  value: unknown,
  { allOf, anyOf, oneOf }: JsonObject,
  fits: SchemaTest,
): boolean {
  const fitting = (parts: unknown) => asList(parts).filter((part) => fits(value, part)).length;
  return (
    fitting(allOf) === asList(allOf).length &&
    (anyOf === undefined || fitting(anyOf) > 0) &&
    (oneOf === undefined || fitting(oneOf) === 1)
  );
}

function fitsValue(value: unknown, part: JsonObject): boolean {
  const { type, enum: values, const: only } = part;
  const types = [type].flat().flatMap((one) => asText(one)?.toLowerCase() ?? []);
  if (types.length > 0 && !types.some((one) => isOfType(value, one))) return false;
  if (values !== undefined && !asList(values).some((one) => isSame(one, value))) return false;
  if (only !== undefined && !isSame(only, value)) return false;
  if (typeof value === "number") return fitsLimits(value, part);
  return typeof value !== "string" || fitsTextRules(value, part);
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isJsonObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** Values of `enum` and `const` are taken from the schema, so their properties are in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function fitsParts(value: unknown, part: JsonObject, fits: SchemaTest): boolean {
  if (Array.isArray(value)) {
    const { itemAt, least, most, isUnique } = arrayRules(part);
    return (
      value.length >= least &&
      value.length <= most &&
      (!isUnique || new Set(value.map((item) => JSON.stringify(item))).size === value.length) &&
      value.every((item, index) => fits(item, itemAt(index)))
    );
  }
  if (!isJsonObject(value)) return true;
  const { properties, required, additional, least, most } = objectRules(part);
  const entries = Object.entries(value);
  return (
    entries.length >= least.required &&
    entries.length <= most &&
    required.every((name) => Object.hasOwn(value, name)) &&
    entries.every(([name, one]) =>
      fits(one, Object.hasOwn(properties, name) ? properties[name] : additional),
    )
  );
}
