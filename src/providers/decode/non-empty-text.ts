import { asText } from "../../wire/index.ts";

/** The text if there is any: some servers write the empty text for what they do not know. */
export function nonEmptyText(value: unknown): string | undefined {
  const text = asText(value);
  return text === "" ? undefined : text;
}
