/** Enough to distinguish a repeated text from one that continues. */
const HEAD_CHARS = 64;

/** What has been shown of a text that a provider may send once more, and whole. Holds its head only. */
export interface ShownText {
  readonly head: string;
  readonly lengthChars: number;
}

export const NOTHING_SHOWN: ShownText = { head: "", lengthChars: 0 };

/** The text with one more piece. */
export function withShown({ head, lengthChars }: ShownText, piece: string): ShownText {
  const missingChars = HEAD_CHARS - head.length;
  return {
    head: missingChars > 0 ? head + piece.slice(0, missingChars) : head,
    lengthChars: lengthChars + piece.length,
  };
}

/** What is to be shown of a later text: of a repetition what is new in it, of any other text all. */
export function restOf({ head, lengthChars }: ShownText, text: string): string {
  const isRepetition = head.trim() !== "" && text.trimStart().startsWith(head.trim());
  return isRepetition ? text.slice(lengthChars) : text;
}
