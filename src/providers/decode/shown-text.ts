/** Enough to distinguish a repeated text from one that continues. */
const HEAD_CHARS = 64;

/**
 * What has been shown of a text that a provider may send once more, and whole. Keeps its head only. Changed in place, as a
 * new object for every piece would cost 0.1 µs.
 */
export interface ShownText {
  head: string;
  lengthChars: number;
}

/** Adds one more piece. */
export function addShown(shown: ShownText, piece: string): void {
  if (shown.head.length < HEAD_CHARS) shown.head += piece.slice(0, HEAD_CHARS - shown.head.length);
  shown.lengthChars += piece.length;
}

/** What is to be shown of a later text: of a repetition what is new in it, of any other text all. */
export function restOf({ head, lengthChars }: ShownText, text: string): string {
  const start = head.trim();
  const isRepetition = start !== "" && text.trimStart().startsWith(start);
  return isRepetition ? text.slice(lengthChars) : text;
}
