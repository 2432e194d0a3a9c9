import { asCount, asText, dig } from "../wire/index.ts";

/** For a shorter text, a reference is not worth it. */
const SHORTEST_CHARS = 512;

/**
 * Returns the text, or a reference to it if `plain` contains exactly that text at the offset, so that a notebook does not
 * store it three times.
 */
export function storedText(text: string, plain: string, offsetChars: number): unknown {
  const isThere = text.length >= SHORTEST_CHARS && plain.startsWith(text, offsetChars);
  return isThere ? { from: "text/plain", offsetChars, lengthChars: text.length } : text;
}

/** Undoes {@link storedText}; `undefined` if `plain` lacks the text. */
export function resolvedText(stored: unknown, plain: unknown): string | undefined {
  if (dig(stored, "from") !== "text/plain") return asText(stored);
  const offsetChars = asCount(dig(stored, "offsetChars"));
  const lengthChars = asCount(dig(stored, "lengthChars"));
  if (offsetChars === undefined || lengthChars === undefined) return undefined;
  const text = asText(plain)?.slice(offsetChars, offsetChars + lengthChars);
  return text?.length === lengthChars ? text : undefined;
}
