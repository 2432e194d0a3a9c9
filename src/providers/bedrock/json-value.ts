/** A value that JSON can say. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | { [name: string]: JsonValue };

/** A value as JSON would say it: what JSON cannot say is left out, or `null` where a place must be kept. */
export function jsonValueOf(value: unknown): JsonValue {
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "object":
      if (Array.isArray(value)) return value.map(jsonValueOf);
      return value === null ? null : Object.fromEntries(saidEntries(value));
    default:
      return null;
  }
}

function saidEntries(value: object): [string, JsonValue][] {
  return Object.entries(value)
    .filter(([, entry]) => entry !== undefined && typeof entry !== "function")
    .map(([name, entry]) => [name, jsonValueOf(entry)]);
}
