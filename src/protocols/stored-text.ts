import { asCount, asText, dig } from "../wire/index.ts";

/** The text of a stored document, or a reference to it in the bundle's `text/plain`. */
export type StoredText = string | TextReference;

/** A part of the `text/plain` in the same bundle. */
export interface TextReference {
  readonly from: "text/plain";
  readonly offsetChars: number;
  readonly lengthChars: number;
}

/** For a shorter text, a reference is not worth it. */
const SHORTEST_CHARS = 512;

/**
 * Returns what a document stores of its text beside `plain`: a reference if `plain` contains exactly that text, so that a
 * notebook does not store it three times.
 *
 * @param offsetChars Where the text begins in `plain`, if it contains it.
 */
export function storedText(text: string, plain: string, offsetChars: number): StoredText {
  const isThere = text.length >= SHORTEST_CHARS && plain.startsWith(text, offsetChars);
  return isThere ? { from: "text/plain", offsetChars, lengthChars: text.length } : text;
}

/** Returns the text of a stored document; `undefined` if it is missing. */
export function resolveText(kept: unknown, plain: unknown): string | undefined {
  if (dig(kept, "from") !== "text/plain") return asText(kept);
  const offsetChars = asCount(dig(kept, "offsetChars"));
  const lengthChars = asCount(dig(kept, "lengthChars"));
  if (offsetChars === undefined || lengthChars === undefined) return undefined;
  const text = asText(plain)?.slice(offsetChars, offsetChars + lengthChars);
  return text?.length === lengthChars ? text : undefined;
}
