import type { Estimate } from "../conclusions/comparison.ts";
import type { Direction } from "../conclusions/verdict.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { INTERVAL_DIGITS } from "./format-effect.ts";
import { FIGURE_DIGITS, formatFigure, formatToStep, inSentence, stepFor } from "./format.ts";
import { directionPhrase } from "./direction-phrase.ts";
import { metricLabel } from "./metric-label.ts";

/** Describes what an arm does if its metric is lower or higher, with the size of the effect. */
type Phrase = (amount: string, direction: Direction) => string;

/** Metric id → what arrives earlier or later. */
const FIRSTS: Readonly<Record<string, string>> = {
  ttfb: "first byte",
  ttfe: "first event",
  ttft: "first token",
  ttft_send: "first token",
  ttfa: "first answer text",
  ttst: "second token",
};

const PHRASES: Readonly<Record<string, Phrase>> = {
  e2e: (amount, direction) => `finishes ${amount} ${sooner(direction)}`,
  e2e_end: (amount, direction) => `ends its stream ${amount} ${sooner(direction)}`,
  tpot: (amount, direction) => `takes ${amount} ${less(direction)} per token`,
  itl: (amount, direction) => `takes ${amount} ${less(direction)} between tokens`,
  icl: (amount, direction) => `takes ${amount} ${less(direction)} between chunks`,
  added_delay: (amount, direction) => `shows text ${amount} ${sooner(direction)}`,
  longest_freeze: (amount, direction) =>
    `has a longest freeze that is ${amount} ${direction === "lower" ? "shorter" : "longer"}`,
  flushes_per_s: (amount, direction) =>
    `makes ${bare(amount)} ${fewer(direction)} updates per second`,
  tokens_per_second: (amount, direction) =>
    `sends ${bare(amount)} ${fewer(direction)} tokens per second`,
};

/**
 * Describes how the candidate differs from the baseline, as in `shows its first token 43 ms later`. Includes the
 * absolute size if the typical difference has the verdict's direction.
 */
export function effectPhrase(
  metric: MetricFacts,
  direction: Direction,
  shift: Estimate | undefined,
): string {
  const amount = amountOf(metric, direction, shift);
  if (amount === undefined) return plainDirection(metric, direction);
  const first = FIRSTS[metric.id];
  if (first !== undefined) {
    return `${metric.layer === "flush" ? "shows" : "sends"} its ${first} ${amount} ${sooner(direction)}`;
  }
  const phrase = PHRASES[metric.id];
  return phrase === undefined
    ? `${plainDirection(metric, direction)} by ${amount}`
    : phrase(amount, direction);
}

/** `is slower in time to first token after the buffer`, `has higher jitter at the wire`. */
function plainDirection(metric: MetricFacts, direction: Direction): string {
  const words = directionPhrase(metric, direction);
  const label = inSentence(metricLabel(metric));
  return metric.isSpeed
    ? `is ${words} in ${label}`
    : `has ${words}${label.slice(inSentence(metric.name).length)}`;
}

/** The size of the typical difference with its unit; `undefined` if unknown or in the other direction. */
function amountOf(
  { unit }: MetricFacts,
  direction: Direction,
  shift: Estimate | undefined,
): string | undefined {
  if (shift === undefined || !Number.isFinite(shift.estimate)) return undefined;
  if (Math.sign(shift.estimate) !== (direction === "higher" ? 1 : -1)) return undefined;
  return sizeWords(shift, unit);
}

/** A size with three digits, or fewer if its interval is too wide for them. */
function sizeWords({ estimate, low, high }: Estimate, unit: string): string {
  const size = Math.abs(estimate);
  const step = Number.isFinite(high - low) ? stepFor((high - low) / 2, INTERVAL_DIGITS) : 0;
  const rounded = step > stepFor(size, FIGURE_DIGITS) && size >= step;
  return rounded ? `${formatToStep(size, step)} ${unit}`.trim() : formatFigure(size, unit);
}

function sooner(direction: Direction): string {
  return direction === "lower" ? "earlier" : "later";
}

function less(direction: Direction): string {
  return direction === "lower" ? "less" : "more";
}

function fewer(direction: Direction): string {
  return direction === "lower" ? "fewer" : "more";
}

/** The amount without its unit, which is in the phrase. */
function bare(amount: string): string {
  return amount.split(" ")[0] ?? amount;
}
