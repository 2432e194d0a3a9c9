import { FORGING } from "./control-characters.ts";

/** Start of the Unicode block with a picture of each of the first 32 control characters. */
const PICTURES = 0x24_00;

/**
 * Returns text that is safe to print to a terminal, for strings from models and providers.
 *
 * Control characters become their Unicode pictures (ESC becomes `␛`), so that escape sequences are visible and have no
 * effect. C1 controls, bidirectional overrides, tags and lone surrogates become U+FFFD. `\n` and `\t` stay; `\r\n`
 * becomes `\n`.
 *
 * @example
 * ```ts
 * printable("\u001b[31mred\r\n"); // "␛[31mred\n"
 * ```
 */
export function printable(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(FORGING, (character) => {
      const code = character.charCodeAt(0);
      if (code < 0x20) return String.fromCharCode(PICTURES + code);
      return code === 0x7f ? "\u2421" : "\ufffd";
    })
    .toWellFormed();
}

/**
 * Returns a value as one line of JSON that is safe to print to a terminal: `JSON.stringify` escapes only
 * the controls below U+0020.
 *
 * @example
 * ```ts
 * jsonLine({ text: "\u009b" }); // '{"text":"\\u009b"}'
 * ```
 */
export function jsonLine(value: unknown): string {
  return printableJson(JSON.stringify(value));
}

/**
 * Returns the same JSON, safe to print to a terminal, for JSON with line breaks.
 *
 * @example
 * ```ts
 * printableJson('["\u009b"]'); // '["\\u009b"]'
 * ```
 */
export function printableJson(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replaceAll(FORGING, (character) => character.split("").map(escaped).join(""));
}
