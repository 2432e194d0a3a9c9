import type { Usage } from "../events/index.ts";
import { medianOf } from "../stats/index.ts";
import { jitterMad } from "./jitter.ts";
import { type Stalls, stallsIn } from "./stalls.ts";
import { chunksAreTokens, shownReasoningTokens } from "./token-shares.ts";

/** What a viewer knows about a stream without its trace. */
export interface ShownContent {
  /**
   * In milliseconds: first from the request to the first content of any kind, text, reasoning or a tool call,
   * then from each part of content to the next. Parts that came at once are 0 apart.
   */
  readonly gapsMs: readonly number[];
  /** Of text and tool arguments. */
  readonly answerChars: number;
  /** Of reasoning that was shown, or a summary of it. */
  readonly reasoningChars: number;
  /** `undefined` until it arrives. */
  readonly usage: Pick<Usage, "outputTokens" | "source"> | undefined;
}

/** The current figures of a stream; `undefined` if unknown. */
export interface LiveFigures {
  /** As the metric `ttft`. */
  readonly ttftMs: number | undefined;
  /** As the metric `tokens_per_second`. */
  readonly tokensPerSecond: LiveRate | undefined;
  /** As the metric `icl`: the median gap between arrivals. */
  readonly gapMs: number | undefined;
  /** As the metric `jitter_mad`. */
  readonly jitterMs: number | undefined;
  readonly stalls: Stalls | undefined;
}

/** A rate, and whether it is estimated. */
export interface LiveRate {
  readonly tokensPerSecond: number;
  /** Estimated from the number of characters, or from parts with several tokens each. Shown with a `≈`. */
  readonly isEstimated: boolean;
}

/** Characters per token of English, by the providers' rule of thumb. */
const CHARS_PER_TOKEN = 4;

/** With fewer tokens, a rate depends mostly on how they were split into reads. */
export const FEWEST_FOR_A_RATE = 10;

/**
 * The figures that a live view shows, by the definitions that benchmarks use. Cost: O(parts log parts).
 *
 * Tokens are the provider's, without reasoning that was not shown; until its count arrives, 4 characters count
 * as one. Deltas never count as tokens: a buffer merges them, and a read may contain several.
 *
 * @see {@link https://platform.openai.com/tokenizer} "one token generally corresponds to ~4 characters of text".
 *
 * @example
 * ```ts
 * const gapsMs = [200, ...Array.from({ length: 99 }, () => 10)];
 * const { ttftMs, tokensPerSecond } = liveFigures({
 *   gapsMs, answerChars: 400, reasoningChars: 0, usage: undefined,
 * });
 * ttftMs; // 200
 * tokensPerSecond; // { "tokensPerSecond": 100, "isEstimated": true }
 * ```
 */
export function liveFigures(shown: ShownContent): LiveFigures {
  const [ttftMs, ...between] = shown.gapsMs;
  // A part that arrived together with the previous one has no gap.
  const gaps = between.filter((gapMs) => gapMs > 0);
  // Views call this for every frame, so the gaps are sorted once.
  const medianMs = medianOf(gaps);
  return {
    ttftMs,
    tokensPerSecond: rateOf(shown, between),
    gapMs: medianMs,
    jitterMs: jitterMad(gaps, medianMs),
    stalls: stallsIn(gaps, { medianMs }),
  };
}

function rateOf(shown: ShownContent, between: readonly number[]): LiveRate | undefined {
  const counted = countedTokens(shown);
  const tokens = counted ?? (shown.answerChars + shown.reasoningChars) / CHARS_PER_TOKEN;
  if (tokens < FEWEST_FOR_A_RATE) return undefined;
  const parts = between.length + 1;
  const later = between.findIndex((gapMs) => gapMs > 0);
  const elapsedMs = between.reduce((sum, gapMs) => sum + gapMs, 0);
  if (later === -1) return undefined;
  const firstParts = later + 1;
  const isExact = chunksAreTokens(parts, tokens);
  const firstTokens = isExact ? firstParts : (tokens * firstParts) / parts;
  return {
    tokensPerSecond: (1000 * (tokens - firstTokens)) / elapsedMs,
    isEstimated: counted === undefined || !isExact,
  };
}

/** Tokens that were shown; `undefined` if they were not counted. */
function countedTokens(shown: ShownContent): number | undefined {
  const { usage, reasoningChars } = shown;
  if (usage === undefined || usage.source === "estimated") return undefined;
  const { total, reasoning = 0 } = usage.outputTokens;
  if (total === undefined) return undefined;
  const answerTokens = total - reasoning;
  const reasoningTokens =
    reasoningChars === 0 ? 0 : shownReasoningTokens(reasoning, { ...shown, answerTokens });
  const visible = answerTokens + reasoningTokens;
  return visible > 0 ? visible : undefined;
}
