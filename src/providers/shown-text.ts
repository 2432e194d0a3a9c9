/** Enough to distinguish a repeated text from one that continues. */
const HEAD_CHARS = 64;

/** What has been shown of a text that a provider may send once more, and whole. */
export interface ShownText {
  add(piece: string): void;
  /** What is to be shown of a later text: of a repetition what is new in it, of any other text all. */
  restOf(text: string): string;
}

/** A text of which nothing has been shown. Keeps its head only; a new object for every piece would cost 0.1 µs. */
export function shownText(): ShownText {
  let head = "";
  let lengthChars = 0;

  return {
    add(piece) {
      if (head.length < HEAD_CHARS) head += piece.slice(0, HEAD_CHARS - head.length);
      lengthChars += piece.length;
    },
    restOf(text) {
      const start = head.trim();
      const isRepetition = start !== "" && text.trimStart().startsWith(start);
      return isRepetition ? text.slice(lengthChars) : text;
    },
  };
}
