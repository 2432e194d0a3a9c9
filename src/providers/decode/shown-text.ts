/** Enough to distinguish a repeated text from one that continues. */
const HEAD_CHARS = 64;

/**
 * The shown part of a text that the provider may send again as a whole. Keeps only its head. Mutable, as a new object for
 * every delta would cost 0.1 µs.
 */
export interface ShownText {
  head: string;
  lengthChars: number;
}

export function addShown(shown: ShownText, delta: string): void {
  if (shown.head.length < HEAD_CHARS) shown.head += delta.slice(0, HEAD_CHARS - shown.head.length);
  shown.lengthChars += delta.length;
}

/** Returns the new part of a later text: the rest if it repeats the shown text, else all of it. */
export function restOf({ head, lengthChars }: ShownText, text: string): string {
  const start = head.trim();
  const isRepetition = start !== "" && text.trimStart().startsWith(start);
  return isRepetition ? text.slice(lengthChars) : text;
}
