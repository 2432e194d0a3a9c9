/** Enough to tell a repeated text from a text that goes on. */
const HEAD_CHARS = 64;

/** What has been shown of a text that a provider may send once more, and whole. */
export interface SummaryText {
  /** A piece has been shown. */
  add(piece: string): void;
  /** What is to be shown of a later text: of a repetition what is new in it, of any other text all. */
  restOf(text: string): string;
}

/** A text of which nothing has been shown. Keeps its head only. */
export function summaryText(): SummaryText {
  let head = "";
  let lengthChars = 0;

  return {
    add(piece) {
      lengthChars += piece.length;
      if (head.length < HEAD_CHARS) head += piece.slice(0, HEAD_CHARS - head.length);
    },
    restOf(text) {
      const isRepetition = head.trim() !== "" && text.trimStart().startsWith(head.trim());
      return isRepetition ? text.slice(lengthChars) : text;
    },
  };
}
