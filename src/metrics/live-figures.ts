import type { Usage } from "../events/index.ts";
import { growingSample, type GrowingSample } from "./growing-sample.ts";
import { NORMAL_CONSISTENCY } from "./jitter.ts";
import { type Stalls, stallThresholdMs } from "./stalls.ts";
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

/** The figures of one stream while it grows. */
export interface FigureMeter {
  /** Adds the next gaps of {@link ShownContent}. Cost: that of merging them into a sorted list. */
  add(gapsMs: readonly number[]): void;
  /** Cost: O(log gaps + stalls). */
  figures(shown: Omit<ShownContent, "gapsMs">): LiveFigures;
}

/**
 * The figures that a live view shows, by the definitions that benchmarks use. Exact, not estimated: every gap is kept in a
 * sorted list, so that a view can read its figures for every frame.
 *
 * Tokens are the provider's, without reasoning that was not shown; until its count arrives, 4 characters count
 * as one. Deltas never count as tokens: a buffer merges them, and a read may contain several.
 *
 * @see {@link https://platform.openai.com/tokenizer} "one token generally corresponds to ~4 characters of text".
 *
 * @example
 * ```ts
 * const meter = figureMeter();
 * meter.add([200, ...Array.from({ length: 99 }, () => 10)]);
 * const { ttftMs, tokensPerSecond } = meter.figures({
 *   answerChars: 400, reasoningChars: 0, usage: undefined,
 * });
 * ttftMs; // 200
 * tokensPerSecond; // { "tokensPerSecond": 100, "isEstimated": true }
 * ```
 */
export function figureMeter(): FigureMeter {
  // A part that arrived together with the previous one has no gap.
  const gaps = growingSample();
  let ttftMs: number | undefined;
  let parts = 0;
  /** Parts of the first arrival; `undefined` until the second one. */
  let firstParts: number | undefined;
  let elapsedMs = 0;

  return {
    add(gapsMs) {
      const between = ttftMs === undefined ? gapsMs.slice(1) : gapsMs;
      ttftMs ??= gapsMs[0];
      const later = between.findIndex((gapMs) => gapMs > 0);
      if (firstParts === undefined && later !== -1) {
        firstParts = parts + later + gapsMs.length - between.length;
      }
      parts += gapsMs.length;
      for (const gapMs of between) elapsedMs += gapMs;
      gaps.add(between.filter((gapMs) => gapMs > 0));
    },
    figures(shown) {
      const medianMs = gaps.median();
      return {
        ttftMs,
        tokensPerSecond: rateOf(shown, { parts, firstParts, elapsedMs }),
        gapMs: medianMs,
        ...spreadOf(gaps, medianMs, elapsedMs),
      };
    },
  };
}

/** As {@link jitterMad} and {@link stallsIn}, from a sorted list. */
function spreadOf(
  gaps: GrowingSample,
  medianMs: number | undefined,
  elapsedMs: number,
): Pick<LiveFigures, "jitterMs" | "stalls"> {
  if (medianMs === undefined) return { jitterMs: undefined, stalls: undefined };
  const spreadMs = gaps.size < 2 ? undefined : gaps.medianDistance(medianMs);
  const stalls = gaps.above(stallThresholdMs(medianMs));
  const totalMs = stalls.reduce((sum, gapMs) => sum + gapMs, 0);
  return {
    jitterMs: spreadMs === undefined ? undefined : NORMAL_CONSISTENCY * spreadMs,
    stalls: {
      count: stalls.length,
      totalMs,
      longestMs: stalls.at(-1) ?? 0,
      share: elapsedMs === 0 ? 0 : totalMs / elapsedMs,
    },
  };
}

interface ShownParts {
  readonly parts: number;
  readonly firstParts: number | undefined;
  readonly elapsedMs: number;
}

function rateOf(
  shown: Omit<ShownContent, "gapsMs">,
  { parts, firstParts, elapsedMs }: ShownParts,
): LiveRate | undefined {
  const counted = countedTokens(shown);
  const tokens = counted ?? (shown.answerChars + shown.reasoningChars) / CHARS_PER_TOKEN;
  if (tokens < FEWEST_FOR_A_RATE || firstParts === undefined) return undefined;
  const isExact = chunksAreTokens(parts, tokens);
  const firstTokens = isExact ? firstParts : (tokens * firstParts) / parts;
  return {
    tokensPerSecond: (1000 * (tokens - firstTokens)) / elapsedMs,
    isEstimated: counted === undefined || !isExact,
  };
}

/** Tokens that were shown; `undefined` if they were not counted. */
function countedTokens(shown: Omit<ShownContent, "gapsMs">): number | undefined {
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
