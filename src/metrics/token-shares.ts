import type { OutputTokens, Usage } from "../events/index.ts";

/** Content of one delta or flush. */
export interface ContentPart {
  readonly kind: "text" | "reasoning" | "tool";
  readonly lengthChars: number;
}

/** The tokens of an answer, distributed over its content. */
export interface TokenShares {
  /** Tokens of each part, in order; a fraction if only a total is known. */
  readonly tokens: readonly number[];
  /** Tokens of all content that was received; `undefined` without content. */
  readonly visibleTokens: number | undefined;
}

/**
 * Usage and the number of deltas rarely agree exactly: a provider counts the end of the answer, or occasionally sends
 * two tokens in one delta. Within this share of the total, each delta still counts as one token.
 */
const CHUNKS_ARE_TOKENS_WITHIN = 0.05;

/** Reasoning with less than half the characters per token of the answer, by the same model, is a summary. */
const SUMMARY_BELOW = 0.5;

/**
 * Distributes the tokens that `usage` counts over the parts of an answer.
 *
 * Each part is one token if there are about as many parts as tokens, or if no total is known. Otherwise each gets
 * its share by characters. Reasoning tokens that were not shown belong to no part; those that were
 * shown belong to the parts of reasoning, of which {@link shownReasoningTokens} recognizes a summary.
 *
 * Cost: O(parts).
 */
export function tokenShares(parts: readonly ContentPart[], usage: Usage | undefined): TokenShares {
  if (parts.length === 0) return { tokens: [], visibleTokens: undefined };
  const groups = usage === undefined ? [] : groupsOf(parts, usage.outputTokens);
  // A total that leaves no tokens for content that did arrive is not a count.
  if (groups.length === 0 || groups.some(({ tokens }) => tokens <= 0)) {
    return { tokens: parts.map(() => 1), visibleTokens: parts.length };
  }
  const shares = new Map(groups.flatMap(spread));
  return {
    tokens: parts.map((part) => shares.get(part) ?? 0),
    visibleTokens: groups.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

interface Group {
  readonly parts: readonly ContentPart[];
  readonly tokens: number;
}

function groupsOf(parts: readonly ContentPart[], { total, reasoning = 0 }: OutputTokens): Group[] {
  if (total === undefined) return [];
  const thoughts = parts.filter(({ kind }) => kind === "reasoning");
  if (thoughts.length === 0) return [{ parts, tokens: total - reasoning }];
  const answer = parts.filter(({ kind }) => kind !== "reasoning");
  if (answer.length === 0 || reasoning <= 0 || total <= reasoning) {
    return [{ parts, tokens: total }];
  }
  const answerTokens = total - reasoning;
  const chars = { reasoningChars: charsOf(thoughts), answerChars: charsOf(answer) };
  return [
    { parts: thoughts, tokens: shownReasoningTokens(reasoning, { ...chars, answerTokens }) },
    { parts: answer, tokens: answerTokens },
  ];
}

/**
 * Returns how many of an answer's reasoning tokens were shown: all of them, unless the shown reasoning is far too short
 * for the answer's characters per token. Then it is a summary, and its tokens are estimated by
 * that ratio. OpenAI, Anthropic and Gemini count the whole reasoning and show a summary.
 */
export function shownReasoningTokens(
  reasoningTokens: number,
  shown: Readonly<Record<"reasoningChars" | "answerChars" | "answerTokens", number>>,
): number {
  const { reasoningChars, answerChars, answerTokens } = shown;
  if (answerChars === 0 || answerTokens <= 0) return reasoningTokens;
  const estimated = (reasoningChars * answerTokens) / answerChars;
  return estimated < SUMMARY_BELOW * reasoningTokens ? estimated : reasoningTokens;
}

function charsOf(parts: readonly ContentPart[]): number {
  return parts.reduce((sum, { lengthChars }) => sum + lengthChars, 0);
}

/** Whether the numbers of parts and tokens are close enough for each part to be one token. */
export function chunksAreTokens(parts: number, tokens: number): boolean {
  return Math.abs(parts - tokens) <= CHUNKS_ARE_TOKENS_WITHIN * tokens;
}

function spread({ parts, tokens }: Group): (readonly [ContentPart, number])[] {
  if (chunksAreTokens(parts.length, tokens)) return parts.map((part) => [part, 1]);
  const chars = charsOf(parts);
  return parts.map((part) => [part, (tokens * part.lengthChars) / chars]);
}
