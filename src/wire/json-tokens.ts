import { stringReader } from "./json-string.ts";

/** Receives the tokens of a JSON text as they arrive. Results are `false` for tokens that are not allowed. */
export interface TokenHandler {
  punctuation(char: string): boolean;
  /** A complete number, `true`, `false` or `null`. */
  scalar(value: number | boolean | null): boolean;
  stringStart(): boolean;
  /** Decoded text of the string. It never ends in half of a surrogate pair that may be completed. */
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

interface JsonTokens {
  /** @throws {JsonSyntaxError} When JSON cannot continue like this. */
  push(text: string): void;
  /** @throws {JsonSyntaxError} When the text may not end here. */
  end(): void;
}

/**
 * A lexer for JSON that arrives in chunks, not usable after it has thrown. It reads every character once, and holds at
 * most a number, an escape and half of a surrogate pair. Cost: O(characters).
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8259}
 */
export function jsonTokens(handler: TokenHandler): JsonTokens {
  let inside: "nothing" | "string" | "number" | "keyword" = "nothing";
  let readChars = 0;
  let numberText = "";
  let numberAt = 0;
  let keyword: (typeof KEYWORDS)[number] = KEYWORDS[0];
  let keywordChars = 0;

  const refuseAt = (index: number, char: string): never => {
    throw new JsonSyntaxError(JSON.stringify(char), index);
  };
  const refuse = (text: string, index: number) => refuseAt(readChars + index, text.charAt(index));
  const readString = stringReader({ onText: handler.stringPart, onInvalid: refuse });

  /** Each reads from `index`, and returns the index of the first unread character. */
  const readers = {
    nothing(text: string, index: number): number {
      const char = text.charAt(index);
      if (char === '"') {
        if (!handler.stringStart()) refuse(text, index);
        inside = "string";
      } else if (PUNCTUATION.includes(char)) {
        if (!handler.punctuation(char)) refuse(text, index);
      } else if (!WHITE_SPACE.includes(char)) {
        inside = isOfNumber(char) ? "number" : "keyword";
        if (inside === "keyword") {
          keyword = KEYWORDS.find(({ name }) => name.startsWith(char)) ?? refuse(text, index);
        } else numberAt = readChars + index;
        return index;
      }
      return index + 1;
    },

    string(text: string, index: number): number {
      const end = readString(text, index);
      if (end === undefined) return text.length;
      inside = "nothing";
      handler.stringEnd();
      return end;
    },

    number(text: string, index: number): number {
      let end = index;
      while (end < text.length && isOfNumber(text.charAt(end))) end++;
      numberText += text.slice(index, end);
      if (end < text.length && !endNumber()) refuse(text, end);
      return end;
    },

    keyword(text: string, index: number): number {
      if (text.charAt(index) !== keyword.name.charAt(keywordChars)) refuse(text, index);
      keywordChars++;
      if (keywordChars === keyword.name.length) {
        inside = "nothing";
        keywordChars = 0;
        if (!handler.scalar(keyword.value)) {
          refuseAt(readChars + index + 1 - keyword.name.length, keyword.name.charAt(0));
        }
      }
      return index + 1;
    },
  };

  /** Called once the character after a number, or the end, shows that it is complete. */
  function endNumber(): boolean {
    const text = numberText;
    numberText = "";
    inside = "nothing";
    if (!NUMBER.test(text)) return false;
    return handler.scalar(Number(text)) || refuseAt(numberAt, text.charAt(0));
  }

  return {
    push(text) {
      for (let index = 0; index < text.length;) index = readers[inside](text, index);
      readChars += text.length;
    },
    end() {
      const isComplete = inside === "number" ? endNumber() : inside === "nothing";
      if (!(isComplete && handler.end())) throw new JsonSyntaxError("end", readChars);
    },
  };
}

const KEYWORDS = [
  { name: "true", value: true },
  { name: "false", value: false },
  { name: "null", value: null },
] as const;

const PUNCTUATION = "{}[]:,";
const WHITE_SPACE = " \t\n\r";
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isOfNumber(char: string): boolean {
  return (char >= "0" && char <= "9") || "+-.eE".includes(char);
}
