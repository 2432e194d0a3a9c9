import { stringReader } from "./json-string.ts";

/**
 * Takes the tokens of a JSON text as they come. What answers says whether the token may stand where it
 * does.
 */
export interface TokenTaker {
  punctuation(char: string): boolean;
  /** A number, `true`, `false` or `null`, when it cannot go on. */
  scalar(value: number | boolean | null): boolean;
  stringStart(): boolean;
  /** What comes of the string, without escapes; never half of a pair that may still be completed. */
  stringPart(part: string): void;
  stringEnd(): void;
  /** Whether the text may end here. */
  end(): boolean;
}

/** A character, or the end of a text, where JSON does not allow it. */
export class JsonSyntaxError extends SyntaxError {
  override readonly name = "JsonSyntaxError";
  /** UTF-16 code units before it. */
  readonly index: number;

  constructor(unexpected: string, index: number) {
    super(`Unexpected ${unexpected} at character ${index}`);
    this.index = index;
  }
}

/** Splits a JSON text that comes in chunks into tokens. Not usable after it has thrown. */
export interface JsonTokens {
  /** @throws {JsonSyntaxError} When no JSON text continues like this. */
  push(text: string): void;
  /** @throws {JsonSyntaxError} When the text may not end here. */
  end(): void;
}

/**
 * A lexer for JSON that comes in pieces. It looks at every character once, and holds at most a number, an
 * escape and half of a surrogate pair. Cost: O(characters).
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8259}
 */
export function jsonTokens(taker: TokenTaker): JsonTokens {
  let inside: "nothing" | "string" | "number" | "word" = "nothing";
  let readChars = 0;
  let numberText = "";
  let numberAt = 0;
  let word: Word = WORDS[0];
  let wordChars = 0;

  const refuseAt = (index: number, char: string): never => {
    throw new JsonSyntaxError(JSON.stringify(char), index);
  };
  const refuse = (text: string, index: number) => refuseAt(readChars + index, text.charAt(index));
  const readString = stringReader({ take: taker.stringPart, refuse });

  /** Each reads from `index` on, and gives the index of what is not read yet. */
  const readers = {
    nothing(text: string, index: number): number {
      const char = text.charAt(index);
      if (char === '"') {
        if (!taker.stringStart()) refuse(text, index);
        inside = "string";
      } else if (PUNCTUATION.includes(char)) {
        if (!taker.punctuation(char)) refuse(text, index);
      } else if (!WHITE_SPACE.includes(char)) {
        inside = isOfNumber(char) ? "number" : "word";
        if (inside === "word") word = wordWith(char) ?? refuse(text, index);
        else numberAt = readChars + index;
        return index;
      }
      return index + 1;
    },

    string(text: string, index: number): number {
      const end = readString(text, index);
      if (end === undefined) return text.length;
      inside = "nothing";
      taker.stringEnd();
      return end;
    },

    number(text: string, index: number): number {
      let end = index;
      while (end < text.length && isOfNumber(text.charAt(end))) end++;
      numberText += text.slice(index, end);
      if (end < text.length && !endNumber()) refuse(text, end);
      return end;
    },

    word(text: string, index: number): number {
      if (text.charAt(index) !== word.name.charAt(wordChars)) refuse(text, index);
      wordChars++;
      if (wordChars === word.name.length) {
        inside = "nothing";
        wordChars = 0;
        if (!taker.scalar(word.value)) {
          refuseAt(readChars + index + 1 - word.name.length, word.name.charAt(0));
        }
      }
      return index + 1;
    },
  };

  /** Only what follows a number, or the end, says that it is whole. */
  function endNumber(): boolean {
    const text = numberText;
    numberText = "";
    inside = "nothing";
    if (!NUMBER.test(text)) return false;
    return taker.scalar(Number(text)) || refuseAt(numberAt, text.charAt(0));
  }

  return {
    push(text) {
      for (let index = 0; index < text.length;) index = readers[inside](text, index);
      readChars += text.length;
    },
    end() {
      const whole = inside === "number" ? endNumber() : inside === "nothing";
      if (!(whole && taker.end())) throw new JsonSyntaxError("end", readChars);
    },
  };
}

interface Word {
  readonly name: string;
  readonly value: boolean | null;
}

const WORDS = [
  { name: "true", value: true },
  { name: "false", value: false },
  { name: "null", value: null },
] as const;

function wordWith(firstLetter: string): Word | undefined {
  return WORDS.find(({ name }) => name.startsWith(firstLetter));
}

const PUNCTUATION = "{}[]:,";
const WHITE_SPACE = " \t\n\r";
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isOfNumber(char: string): boolean {
  return (char >= "0" && char <= "9") || "+-.eE".includes(char);
}
