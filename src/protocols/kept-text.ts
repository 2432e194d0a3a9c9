import { asCount, asText, dig } from "../wire/index.ts";

/** The text of a saved document, or a reference to it in the bundle's `text/plain`. */
export type KeptText = string | TextReference;

/** A part of the `text/plain` in the same bundle. */
export interface TextReference {
  readonly from: "text/plain";
  readonly offsetChars: number;
  readonly lengthChars: number;
}

/** A shorter text is not worth a reference. */
const SHORTEST_CHARS = 512;

/**
 * Returns what a document keeps of its text if `plain` is beside it: a reference if `plain` contains exactly that text,
 * so that a notebook does not store it three times.
 *
 * @param offsetChars Where the text begins in `plain` if it is there.
 */
export function keptText(text: string, plain: string, offsetChars: number): KeptText {
  const isThere = text.length >= SHORTEST_CHARS && plain.startsWith(text, offsetChars);
  return isThere ? { from: "text/plain", offsetChars, lengthChars: text.length } : text;
}

/** The text that a saved document keeps; `undefined` if it is not there. */
export function resolvedText(kept: unknown, plain: unknown): string | undefined {
  if (dig(kept, "from") !== "text/plain") return asText(kept);
  const offsetChars = asCount(dig(kept, "offsetChars"));
  const lengthChars = asCount(dig(kept, "lengthChars"));
  if (offsetChars === undefined || lengthChars === undefined) return undefined;
  const text = asText(plain)?.slice(offsetChars, offsetChars + lengthChars);
  return text?.length === lengthChars ? text : undefined;
}
