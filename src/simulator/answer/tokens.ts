/** A word with the space before it, a run of spaces, or one other character; long words in pieces. */
const TOKEN = / ?[\p{L}\p{N}]{1,8}|\s+|[^\p{L}\p{N}\s]/gu;

/** Scripts whose words are not set apart: one token each, as real tokenizers come near to. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * Cuts text into what is sent token by token: joined, the tokens are the text; no token holds half of a
 * surrogate pair. Longer clusters (families, flags) are cut, as real models do.
 */
export function tokensOf(text: string): readonly string[] {
  const tokens = text.match(TOKEN) ?? [];
  if (!DENSE.test(text)) return tokens;
  return tokens.flatMap((token) => (DENSE.test(token) ? Array.from(token) : [token]));
}
