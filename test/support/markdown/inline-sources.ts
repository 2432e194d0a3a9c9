import fc from "fast-check";

/** Parts of inline syntax, whole and broken. */
export const FRAGMENTS: readonly string[] = [
  ..."*_~`[]()<>!$\\&^ \n".split(""),
  ...'* _ ** __ *** ~~ ` `` ``` [ ![ ] ]( ](/u) ](/u "t") ][ ][a] ][] [a] [b] [^a] [^c] $ $$ \\( \\) \\[ \\]'.split(
    " ",
  ),
  "a",
  "b c",
  " ",
  "  ",
  "\n",
  "  \n",
  " \n ",
  "\\\n",
  "word ",
  "5 ",
  "$5",
  "10$",
  "x^2",
  "é",
  "你好",
  "。",
  "😀",
  "\u00a0",
  "\t",
  '"',
  "'",
  "(",
  ")",
  "&amp;",
  "&am",
  "p;",
  "&#42;",
  "https://",
  "http://a.b/c",
  "www.",
  "www.a.b",
  "a@b.c",
  "mailto:",
  "@",
  ".c",
  "<https://a.b>",
  "<a@b.c>",
  "<b>",
  "<br",
  "<br>",
  " />",
  "<a b='",
  "<!--",
  "-->",
  "<?",
  "?>",
  "*a*",
  "**a**",
  "a_b",
  "`a`",
  "[a](/u)",
];

/** Sources of one leaf: fragments at random, without empty lines. */
export const inlineSources: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 40 })
  .map((fragments) =>
    fragments
      .join("")
      .replaceAll(/\n\s*\n/gu, "\n")
      .trim(),
  );

/** A text in parts of up to 12 characters. Some cut surrogate pairs. */
export function chunked(text: string): fc.Arbitrary<string[]> {
  return fc
    .array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 200 })
    .map((lengths) => {
      const chunks: string[] = [];
      let at = 0;
      for (let index = 0; at < text.length; index++) {
        const length = lengths[index % lengths.length] ?? 1;
        chunks.push(text.slice(at, at + length));
        at += length;
      }
      return chunks;
    });
}
