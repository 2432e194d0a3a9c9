import { isJsonObject } from "../json-object.ts";

const IGNORED = new Set([
  "$dynamicRef",
  "contains",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "else",
  "if",
  "not",
  "patternProperties",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

/** Keywords whose values are data, not schemas. */
const DATA = new Set(["const", "default", "enum", "example", "examples", "required"]);

/** Keywords whose values are schemas by name. */
const BY_NAME = new Set(["$defs", "definitions", "properties"]);

/** Returns a keyword of a schema, or of a schema in it, that its example may not fit; `undefined` if there is none. */
export function ignoredKeyword(schema: unknown): string | undefined {
  if (Array.isArray(schema)) return firstFound(schema);
  if (!isJsonObject(schema)) return undefined;
  const entries = Object.entries(schema);
  const own = entries.find(([keyword]) => IGNORED.has(keyword))?.[0];
  if (own !== undefined) return own;
  const schemas = entries.flatMap(([keyword, value]) => {
    if (DATA.has(keyword)) return [];
    return BY_NAME.has(keyword) && isJsonObject(value) ? Object.values(value) : [value];
  });
  return firstFound(schemas);
}

function firstFound(schemas: readonly unknown[]): string | undefined {
  for (const one of schemas) {
    const found = ignoredKeyword(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
