import type { Estimate } from "../conclusions/comparison.ts";
import type { Direction } from "../conclusions/verdict.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { INTERVAL_DIGITS } from "./format-effect.ts";
import { FIGURE_DIGITS, formatFigure, formatToStep, inSentence, stepFor } from "./format.ts";
import { metricLabel } from "./metric-label.ts";
import { directionPhrase } from "./verdict-phrase.ts";

/** Metric id → what arrives earlier or later. */
const FIRSTS = new Map(
  Object.entries({
    ttfb: "first byte",
    ttfe: "first event",
    ttft: "first token",
    ttft_send: "first token",
    ttfa: "first answer text",
    ttst: "second token",
  }),
);

/** Metric id → what an arm does. Rates contain their unit, so they get the bare number. */
const PHRASES = new Map(
  Object.entries<(amount: string, isLower: boolean) => string>({
    e2e: (amount, isLower) => `finishes ${amount} ${isLower ? "earlier" : "later"}`,
    e2e_end: (amount, isLower) => `ends its stream ${amount} ${isLower ? "earlier" : "later"}`,
    tpot: (amount, isLower) => `takes ${amount} ${isLower ? "less" : "more"} per token`,
    itl: (amount, isLower) => `takes ${amount} ${isLower ? "less" : "more"} between tokens`,
    icl: (amount, isLower) => `takes ${amount} ${isLower ? "less" : "more"} between chunks`,
    added_delay: (amount, isLower) => `shows text ${amount} ${isLower ? "earlier" : "later"}`,
    longest_freeze: (amount, isLower) =>
      `has a longest freeze that is ${amount} ${isLower ? "shorter" : "longer"}`,
    flushes_per_s: (amount, isLower) =>
      `makes ${amount.split(" ")[0]} ${isLower ? "fewer" : "more"} updates per second`,
    tokens_per_second: (amount, isLower) =>
      `sends ${amount.split(" ")[0]} ${isLower ? "fewer" : "more"} tokens per second`,
  }),
);

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
  const first = FIRSTS.get(metric.id);
  const isLower = direction === "lower";
  if (first !== undefined) {
    const verb = metric.layer === "flush" ? "shows" : "sends";
    return `${verb} its ${first} ${amount} ${isLower ? "earlier" : "later"}`;
  }
  return (
    PHRASES.get(metric.id)?.(amount, isLower) ?? `${plainDirection(metric, direction)} by ${amount}`
  );
}

/** `is slower in time to first token after the buffer`, `has higher jitter at the wire`. */
function plainDirection(metric: MetricFacts, direction: Direction): string {
  const words = directionPhrase(metric, direction);
  const label = inSentence(metricLabel(metric));
  return metric.isSpeed
    ? `is ${words} in ${label}`
    : `has ${words}${label.slice(inSentence(metric.name).length)}`;
}

/**
 * The size of the typical difference with its unit, with three digits, or fewer if its interval is too wide for them.
 * `undefined` if unknown or in the other direction.
 */
function amountOf(
  { unit }: MetricFacts,
  direction: Direction,
  shift: Estimate | undefined,
): string | undefined {
  if (shift === undefined || !Number.isFinite(shift.estimate)) return undefined;
  if (Math.sign(shift.estimate) !== (direction === "higher" ? 1 : -1)) return undefined;
  const size = Math.abs(shift.estimate);
  const width = shift.high - shift.low;
  const step = Number.isFinite(width) ? stepFor(width / 2, INTERVAL_DIGITS) : 0;
  return step > stepFor(size, FIGURE_DIGITS) && size >= step
    ? `${formatToStep(size, step)} ${unit}`.trim()
    : formatFigure(size, unit);
}
