import { type Family, IMAGE, RUN } from "./marks.ts";

/** Characters that are invisible, reorder text, end lines or are not characters. */
export const characters: Family = {
  "NUL in a tag": `<\u0000script>${RUN}</script><img\u0000 src=x onerror="${RUN}">`,
  "NUL in a name": `<scr\u0000ipt>${RUN}</scr\u0000ipt> java\u0000script:${RUN}`,
  "lone surrogates": `\uD800<img src=x onerror="${RUN}">\uDC00 \uDFFF\uD800`,
  "surrogates in reverse": "\uDE00\uD83D a \uDE00\uD83D",
  noncharacters: `\uFFFE\uFFFF\uFDD0<img src=x onerror="${RUN}">\u{10ffff}`,
  "right-to-left override": "user\u202etxt.exe \u202dabc\u202c \u2066a\u2069 \u2067b",
  "override that is not closed": `${"\u202e".repeat(200)}abc\n\ndef`,
  "override in code": "`access\u202e\u2066// check\u2069\u2066` ```\u202e\n```",
  "zero-width spaces": "j\u200ba\u200bv\u200ba\u200bscript <\u200bimg src=x>",
  "tags of Unicode": "a\u{e0001}\u{e0069}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e0065}b",
  "variation selectors": `a${"\ufe0f".repeat(2_000)}b`,
  "combining marks": `a${"\u0301".repeat(2_000)} b`,
  "byte order marks": "\uFEFF# a\n\uFEFF\uFEFF- b",
  "carriage returns": `a\r\r${IMAGE}\r\n\rb\r`,
  "line separators": `a\u2028\u2028${IMAGE}\u2029\u0085b`,
  "vertical tabs and form feeds": `a\v\v${IMAGE}\f\fb`,
  "no-break spaces": `\u00a0\u00a0\u00a0\u00a0${IMAGE}\n\u3000# a\n-\u00a0b`,
  tabs: `\t${IMAGE}\n-\t\t${IMAGE}\n>\t\t${IMAGE}`,
  "all C0 controls": Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("x"),
  "all C1 controls": Array.from({ length: 33 }, (_, code) => String.fromCharCode(127 + code)).join(
    "x",
  ),
  "letters that grow": "İ".repeat(200) + "ß".repeat(200) + "ﬃ".repeat(200),
  "replacement patterns": "$& $' $` $$ $1 $<name> \\1 \\0",
};
