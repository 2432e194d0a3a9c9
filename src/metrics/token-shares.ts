import type { Usage } from "../events/index.ts";

/** Some content that came at once. */
export interface Piece {
  readonly kind: "text" | "reasoning" | "tool";
  readonly lengthChars: number;
}

/** How the tokens of an answer are spread over its content. */
export interface TokenShares {
  /** Tokens of each piece, in order; a fraction if only a total is known. */
  readonly tokens: readonly number[];
  /** Tokens of all content that was received; `undefined` without content. */
  readonly visibleTokens: number | undefined;
}

/**
 * Usage and the number of deltas rarely agree to the token: a provider counts the end of the answer, or sends
 * two tokens in one delta once in a while. Within this share of the total, a delta still is one token.
 */
const CHUNKS_ARE_TOKENS_WITHIN = 0.05;

/**
 * Spreads the tokens that `usage` counts over the pieces of an answer.
 *
 * A piece is one token if there are about as many pieces as tokens, and if no total is known. Else each has
 * its share of the characters. Reasoning tokens that were not shown belong to no piece; those that were
 * shown belong to the pieces of reasoning. Providers that show a summary of the reasoning are taken at their
 * word, so its pieces carry more tokens than they have words.
 *
 * Cost: O(pieces).
 */
export function tokenShares(pieces: readonly Piece[], usage: Usage | undefined): TokenShares {
  const { total, reasoning = 0 } = usage?.outputTokens ?? {};
  if (pieces.length === 0) return { tokens: [], visibleTokens: undefined };

  const byDeltas = { tokens: pieces.map(() => 1), visibleTokens: pieces.length };
  if (total === undefined) return byDeltas;
  const answerTokens = total - reasoning;
  const isReasoning = ({ kind }: Piece) => kind === "reasoning";
  const showsAnswer = !pieces.every(isReasoning);

  if (!pieces.some(isReasoning)) {
    // A total that leaves nothing for what has plainly come is not a count of it.
    if (answerTokens <= 0) return byDeltas;
    return { tokens: spread(pieces, answerTokens), visibleTokens: answerTokens };
  }
  if (reasoning > 0 && showsAnswer && answerTokens > 0) {
    const thought = spread(pieces.filter(isReasoning), reasoning).values();
    const said = spread(
      pieces.filter((piece) => !isReasoning(piece)),
      answerTokens,
    ).values();
    return {
      tokens: pieces.map((piece) => (isReasoning(piece) ? thought : said).next().value ?? 0),
      visibleTokens: total,
    };
  }
  return total <= 0 ? byDeltas : { tokens: spread(pieces, total), visibleTokens: total };
}

function spread(pieces: readonly Piece[], tokens: number): number[] {
  if (Math.abs(pieces.length - tokens) <= CHUNKS_ARE_TOKENS_WITHIN * tokens) {
    return pieces.map(() => 1);
  }
  const chars = pieces.reduce((sum, { lengthChars }) => sum + lengthChars, 0);
  return pieces.map(({ lengthChars }) => (tokens * lengthChars) / chars);
}
