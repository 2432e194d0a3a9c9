import { decodeHTMLStrict } from "entities/decode";

/** Code units that inline syntax is made of. */
export const CODE = {
  tab: 0x09,
  lineFeed: 0x0a,
  space: 0x20,
  exclamation: 0x21,
  doubleQuote: 0x22,
  dollar: 0x24,
  ampersand: 0x26,
  quote: 0x27,
  openParen: 0x28,
  closeParen: 0x29,
  asterisk: 0x2a,
  period: 0x2e,
  slash: 0x2f,
  colon: 0x3a,
  less: 0x3c,
  greater: 0x3e,
  at: 0x40,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  caret: 0x5e,
  underscore: 0x5f,
  backtick: 0x60,
  tilde: 0x7e,
} as const;

/** ASCII punctuation: what a backslash escapes. */
export function isEscapable(code: number): boolean {
  return (
    (code >= 0x21 && code <= 0x2f) ||
    (code >= 0x3a && code <= 0x40) ||
    (code >= 0x5b && code <= 0x60) ||
    (code >= 0x7b && code <= 0x7e)
  );
}

/** Space, tab or line feed; `NaN`, the code beyond the end, is none. */
export function isSpace(code: number): boolean {
  return code === CODE.space || code === CODE.lineFeed || code === CODE.tab;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** ASCII letter or digit. */
export function isAlphanumeric(code: number): boolean {
  return isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
}

export function isHighSurrogate(code: number): boolean {
  return code >= 0xd8_00 && code <= 0xdb_ff;
}

/** Index after spaces, tabs and line feeds. */
export function afterSpaces(source: string, at: number): number {
  let index = at;
  while (isSpace(source.charCodeAt(index))) index++;
  return index;
}

/** Length of the run of the code unit at `at`. */
export function runLength(source: string, at: number): number {
  const code = source.charCodeAt(at);
  let index = at + 1;
  while (source.charCodeAt(index) === code) index++;
  return index - at;
}

const ESCAPE_OR_ENTITY =
  /\\[!-/:-@[-`{-~]|&(?:#[xX][\da-fA-F]{1,6}|#\d{1,7}|[a-zA-Z][\da-zA-Z]{0,31});/gu;

/** Returns text with backslash escapes and entities decoded. */
export function decodeEscapes(text: string): string {
  if (!/[\\&]/u.test(text)) return text;
  return text.replaceAll(ESCAPE_OR_ENTITY, (found) =>
    found.startsWith("\\") ? found.slice(1) : decodeHTMLStrict(found),
  );
}

const ENTITY = /&(?:#[xX][\da-fA-F]{1,6}|#\d{1,7}|[a-zA-Z][\da-zA-Z]{0,31});/uy;

/** An entity at `at`, with the text that it means. */
export function entityAt(source: string, at: number): { end: number; text: string } | undefined {
  ENTITY.lastIndex = at;
  const [entity] = ENTITY.exec(source) ?? [];
  if (entity === undefined) return undefined;
  const text = decodeHTMLStrict(entity);
  return text === entity ? undefined : { end: at + entity.length, text };
}

/** What a delimiter run looks at on either side. */
export type Side = "space" | "punctuation" | "other";

const UNICODE_SPACE = /^\s/u;
const UNICODE_PUNCTUATION = /^[\p{P}\p{S}]/u;

/** The kind of the character that ends before `at`. The start of the text counts as space. */
export function sideBefore(source: string, at: number): Side {
  return at <= 0 ? "space" : sideAt(source, startOfCharacter(source, at));
}

/** Index of the character that ends before `at`, which may be a surrogate pair. */
function startOfCharacter(source: string, at: number): number {
  const isPair =
    (source.charCodeAt(at - 1) & 0xfc_00) === 0xdc_00 && isHighSurrogate(source.charCodeAt(at - 2));
  return isPair ? at - 2 : at - 1;
}

const CJK =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}\u3000-\u303f\uff00-\uffef]/u;

/** Whether the character before `start` or the one at `end` is Chinese, Japanese or Korean, or their punctuation. */
export function isBesideCjk(source: string, start: number, end: number): boolean {
  const before = start <= 0 ? "" : source.slice(startOfCharacter(source, start), start);
  return CJK.test(before) || CJK.test(String.fromCodePoint(source.codePointAt(end) ?? CODE.space));
}

/** The kind of the character at `at`. The end of the text counts as space. */
export function sideAt(source: string, at: number): Side {
  const code = source.codePointAt(at);
  if (code === undefined || isSpace(code)) return "space";
  if (code < 0x80) return isEscapable(code) ? "punctuation" : asciiSide(code);
  const character = String.fromCodePoint(code);
  if (UNICODE_SPACE.test(character)) return "space";
  return UNICODE_PUNCTUATION.test(character) ? "punctuation" : "other";
}

function asciiSide(code: number): Side {
  return code === 0x0c || code === 0x0d ? "space" : "other";
}
