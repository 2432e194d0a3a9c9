import { asCount, asList, asText } from "../../wire/index.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";

export function objectRules(given: JsonObject) {
  const { properties, required, additionalProperties: additional = true } = given;
  const least = asCount(given["minProperties"]) ?? 0;
  return {
    properties: isJsonObject(properties) ? properties : {},
    required: asList(required).flatMap((name) => asText(name) ?? []),
    additional,
    // A map has an entry, to show what its values are.
    least: { required: least, wanted: Math.max(least, isJsonObject(additional) ? 1 : 0) },
    most: asCount(given["maxProperties"]) ?? Infinity,
  };
}

/** Returns the rules of a schema for an array's items. A list of `items` is a tuple, as before JSON Schema 2020-12. */
export function arrayRules(given: JsonObject) {
  const { prefixItems, items = true, additionalItems = true, uniqueItems } = given;
  const isTuple = Array.isArray(items);
  const first = isTuple ? asList(items) : asList(prefixItems);
  const least = asCount(given["minItems"]) ?? 0;
  const most = asCount(given["maxItems"]) ?? Infinity;
  return {
    itemAt: (index: number) => {
      if (index < first.length) return first[index];
      return isTuple ? additionalItems : items;
    },
    least,
    wanted: Math.min(Math.max(least, first.length, 1), most),
    most,
    isUnique: uniqueItems === true,
  };
}
