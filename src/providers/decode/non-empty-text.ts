import { asText } from "../../wire/index.ts";

/** Returns a non-empty string; some servers send an empty one for unknown values. */
export function nonEmptyText(value: unknown): string | undefined {
  const text = asText(value);
  return text === "" ? undefined : text;
}
