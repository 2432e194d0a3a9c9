/** What reads a JSON string in pieces needs of its surroundings. */
export interface StringTaker {
  /** Takes what the string says, without escapes. Never ends in the first half of an unfinished pair. */
  take(part: string): void;
  /** Says that the character at `index` may not stand in a string. */
  refuse(text: string, index: number): never;
}

/**
 * Reads on in an open string, and gives the index behind its closing quote; `undefined` while that is not
 * in the text. The next call begins a new string then.
 */
export type StringReader = (text: string, from: number) => number | undefined;

/**
 * A reader for JSON strings that come in pieces. Escapes may be cut anywhere, and so may surrogate pairs,
 * escaped or not: their first half is held until it is known what follows it. Cost: O(characters).
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8259#section-7}
 */
export function stringReader({ take, refuse }: StringTaker): StringReader {
  let inside: "text" | "escape" | "code-unit" = "text";
  let hexDigits = "";
  let firstHalf = "";

  function give(part: string): void {
    if (part === "") return;
    const text = firstHalf + part;
    firstHalf = isFirstHalf(text.charCodeAt(text.length - 1)) ? text.slice(-1) : "";
    take(firstHalf === "" ? text : text.slice(0, -1));
  }

  /** Up to what ends plain text: the index of a quote, a backslash, a control character or the end. */
  function plainText(text: string, from: number): number {
    let end = from;
    while (end < text.length && !endsPlainText(text.charCodeAt(end))) end++;
    give(text.slice(from, end));
    return end;
  }

  function escape(text: string, index: number): number {
    const char = text.charAt(index);
    inside = "text";
    if (char === "u") inside = "code-unit";
    else give(ESCAPES.get(char) ?? refuse(text, index));
    return index + 1;
  }

  function hexDigit(text: string, index: number): number {
    const char = text.charAt(index);
    if (!/^[0-9a-f]$/i.test(char)) refuse(text, index);
    hexDigits += char;
    if (hexDigits.length === 4) {
      give(String.fromCharCode(Number.parseInt(hexDigits, 16)));
      hexDigits = "";
      inside = "text";
    }
    return index + 1;
  }

  return (text, from) => {
    let index = from;
    while (index < text.length) {
      if (inside === "escape") index = escape(text, index);
      else if (inside === "code-unit") index = hexDigit(text, index);
      else {
        index = plainText(text, index);
        if (index === text.length) break;
        const char = text.charAt(index);
        if (char === '"') {
          // A half that is alone is allowed in JSON.
          if (firstHalf !== "") take(firstHalf);
          firstHalf = "";
          return index + 1;
        }
        if (char !== "\\") refuse(text, index);
        inside = "escape";
        index++;
      }
    }
    return undefined;
  };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Control characters have to be escaped. */
function endsPlainText(code: number): boolean {
  return code === QUOTE || code === BACKSLASH || code < 0x20;
}

function isFirstHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
