interface StringHandler {
  /** Receives decoded text. It never ends in the first half of a surrogate pair that may be completed. */
  onText(part: string): void;
  /** Throws for a character that is not allowed in a string. */
  onInvalid(text: string, index: number): never;
}

/**
 * Continues in an open string. Returns the index after its closing quote, or `undefined` if that is not in the text yet.
 * After the quote, the next call starts a new string.
 */
type StringReader = (text: string, from: number) => number | undefined;

/**
 * A reader for JSON strings that arrive in chunks. Chunks may split escapes and surrogate pairs, escaped or not: the
 * first half of a pair is held until the next character. Cost: O(characters).
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8259#section-7}
 */
export function stringReader({ onText, onInvalid }: StringHandler): StringReader {
  let inside: "text" | "escape" | "code-unit" = "text";
  let hexDigits = "";
  let firstHalf = "";

  function addText(part: string): void {
    if (part === "") return;
    const text = firstHalf + part;
    firstHalf = isFirstHalf(text.charCodeAt(text.length - 1)) ? text.slice(-1) : "";
    onText(firstHalf === "" ? text : text.slice(0, -1));
  }

  /** Adds plain text, and returns the index of the quote, backslash or control character after it, or the end. */
  function plainText(text: string, from: number): number {
    let end = from;
    while (end < text.length && !endsPlainText(text.charCodeAt(end))) end++;
    addText(text.slice(from, end));
    return end;
  }

  function escape(text: string, index: number): number {
    const char = text.charAt(index);
    inside = "text";
    if (char === "u") inside = "code-unit";
    else addText(ESCAPES.get(char) ?? onInvalid(text, index));
    return index + 1;
  }

  function hexDigit(text: string, index: number): number {
    const char = text.charAt(index);
    if (!/^[0-9a-f]$/i.test(char)) onInvalid(text, index);
    hexDigits += char;
    if (hexDigits.length === 4) {
      addText(String.fromCharCode(Number.parseInt(hexDigits, 16)));
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
          // JSON allows lone surrogates.
          if (firstHalf !== "") onText(firstHalf);
          firstHalf = "";
          return index + 1;
        }
        if (char !== "\\") onInvalid(text, index);
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

/** JSON requires escapes for control characters. */
function endsPlainText(code: number): boolean {
  return code === QUOTE || code === BACKSLASH || code < 0x20;
}

function isFirstHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
