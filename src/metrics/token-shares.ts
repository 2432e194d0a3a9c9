import type { OutputTokens, Usage } from "../events/index.ts";

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

/** Reasoning and answer are text of one model: half the characters per token is not the whole reasoning. */
const SUMMARY_BELOW = 0.5;

/**
 * Spreads the tokens that `usage` counts over the pieces of an answer.
 *
 * A piece is one token if there are about as many pieces as tokens, and if no total is known. Else each has
 * its share of the characters. Reasoning tokens that were not shown belong to no piece; those that were
 * shown belong to the pieces of reasoning, of which {@link shownReasoningTokens} recognizes a summary.
 *
 * Cost: O(pieces).
 */
export function tokenShares(pieces: readonly Piece[], usage: Usage | undefined): TokenShares {
  if (pieces.length === 0) return { tokens: [], visibleTokens: undefined };
  const groups = usage === undefined ? [] : groupsOf(pieces, usage.outputTokens);
  // A total that leaves nothing for what has plainly come is not a count of it.
  if (groups.length === 0 || groups.some(({ tokens }) => tokens <= 0)) {
    return { tokens: pieces.map(() => 1), visibleTokens: pieces.length };
  }
  const shares = new Map(groups.flatMap(spread));
  return {
    tokens: pieces.map((piece) => shares.get(piece) ?? 0),
    visibleTokens: groups.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

/** Pieces whose tokens were counted together. */
interface Group {
  readonly pieces: readonly Piece[];
  readonly tokens: number;
}

function groupsOf(pieces: readonly Piece[], { total, reasoning = 0 }: OutputTokens): Group[] {
  if (total === undefined) return [];
  const thoughts = pieces.filter(({ kind }) => kind === "reasoning");
  if (thoughts.length === 0) return [{ pieces, tokens: total - reasoning }];
  const answer = pieces.filter(({ kind }) => kind !== "reasoning");
  if (answer.length === 0 || reasoning <= 0 || total <= reasoning) {
    return [{ pieces, tokens: total }];
  }
  const answerTokens = total - reasoning;
  const reasoningTokens = shownReasoningTokens(reasoning, {
    reasoningChars: charsOf(thoughts),
    answerChars: charsOf(answer),
    answerTokens,
  });
  return [
    { pieces: thoughts, tokens: reasoningTokens },
    { pieces: answer, tokens: answerTokens },
  ];
}

/**
 * How many of an answer's reasoning tokens were shown. All of them, unless what was shown is far too short for
 * them by the characters per token of the answer itself: then it is a summary, and its tokens are estimated by
 * that measure. OpenAI, Anthropic and Gemini count the reasoning and show a summary.
 */
export function shownReasoningTokens(
  reasoningTokens: number,
  shown: {
    readonly reasoningChars: number;
    readonly answerChars: number;
    readonly answerTokens: number;
  },
): number {
  const { reasoningChars, answerChars, answerTokens } = shown;
  if (answerChars === 0 || answerTokens <= 0) return reasoningTokens;
  const estimated = (reasoningChars * answerTokens) / answerChars;
  return estimated < SUMMARY_BELOW * reasoningTokens ? estimated : reasoningTokens;
}

function charsOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { lengthChars }) => sum + lengthChars, 0);
}

/** Whether so many pieces of so many tokens are one token each. */
export function chunksAreTokens(pieces: number, tokens: number): boolean {
  return Math.abs(pieces - tokens) <= CHUNKS_ARE_TOKENS_WITHIN * tokens;
}

function spread({ pieces, tokens }: Group): (readonly [Piece, number])[] {
  if (chunksAreTokens(pieces.length, tokens)) {
    return pieces.map((piece) => [piece, 1]);
  }
  const chars = charsOf(pieces);
  return pieces.map((piece) => [piece, (tokens * piece.lengthChars) / chars]);
}
