/** A word of up to 8 characters with the space before it, a run of whitespace, or one other character. */
const TOKEN = / ?[\p{L}\p{N}]{1,8}|\s+|[^\p{L}\p{N}\s]/gu;

/** Scripts without spaces between words: one token per character, close to real tokenizers. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * Splits text into tokens. Joined, they are the text. Surrogate pairs are not split; longer clusters (families, flags)
 * are, as in real models.
 */
export function tokensOf(text: string): readonly string[] {
  const tokens = text.match(TOKEN) ?? [];
  if (!DENSE.test(text)) return tokens;
  return tokens.flatMap((token) => (DENSE.test(token) ? Array.from(token) : [token]));
}
