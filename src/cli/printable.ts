/** What moves a cursor, colours a line or turns its direction, line feeds and tabs aside. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const FORGING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;

/** Where Unicode keeps a picture of each of the first 32 control characters. */
const PICTURES = 0x24_00;

/**
 * A text from outside as a terminal may show it: control characters are pictures of themselves, so that no
 * escape sequence of a model's is obeyed, and none is hidden either.
 */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(FORGING, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(PICTURES + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** A value as one line of JSON that a terminal may show: JSON's own escapes stop at 32. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    FORGING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
