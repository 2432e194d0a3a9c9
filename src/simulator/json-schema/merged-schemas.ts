import { asList } from "../../wire/index.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";

/**
 * Merges two schemas into one for values that fit both: the stricter bounds, all properties, and all required names.
 * For keywords that cannot be combined, the second schema's value is used.
 */
export function mergedSchemas(one: JsonObject, other: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    merged[keyword] = Object.hasOwn(one, keyword) ? both(keyword, one[keyword], value) : value;
  }
  return merged;
}

function both(keyword: string, one: unknown, other: unknown): unknown {
  if (typeof one === "number" && typeof other === "number") return bound(keyword, one, other);
  switch (keyword) {
    case "type":
      return typesOfBoth([one].flat(), [other].flat());
    case "enum":
      return asList(one).filter((value) => hasSame(asList(other), value));
    case "required":
    case "allOf":
      return [...new Set([...asList(one), ...asList(other)])];
    case "additionalProperties":
      return one === false || other === false ? false : { allOf: [one, other] };
    case "properties":
      return isJsonObject(one) && isJsonObject(other) ? propertiesOfBoth(one, other) : other;
    default:
      return other;
  }
}

/** Every integer is a number as well. */
function typesOfBoth(one: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const covers = (wider: readonly unknown[], type: unknown) =>
    wider.includes(type) || (type === "integer" && wider.includes("number"));
  const types = [
    ...one.filter((type) => covers(other, type)),
    ...other.filter((type) => covers(one, type)),
  ];
  return [...new Set(types)];
}

function hasSame(values: readonly unknown[], value: unknown): boolean {
  const json = JSON.stringify(value);
  return values.some((one) => JSON.stringify(one) === json);
}

function bound(keyword: string, one: number, other: number): number {
  if (/^(?:m|exclusiveM)in/u.test(keyword)) return Math.max(one, other);
  return /^(?:m|exclusiveM)ax/u.test(keyword) ? Math.min(one, other) : other;
}

function propertiesOfBoth(one: JsonObject, other: JsonObject): JsonObject {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    names.map((name) => {
      const found = [one, other].flatMap((from) => (Object.hasOwn(from, name) ? [from[name]] : []));
      return [name, found.length === 1 ? found[0] : { allOf: found }] as const;
    }),
  );
}
