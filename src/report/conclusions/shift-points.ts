import {
  type Pair,
  type Random,
  resampledQuantiles,
  shiftAt,
  smallestSampleFor,
} from "../../stats/index.ts";
import type { EffectScale, EffectAtQuantile } from "./comparison.ts";
import type { ScaledMargin } from "./margin.ts";
import type { PairedValues } from "./pairs.ts";

const DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

const TAIL = [0.95, 0.99];

/** With fewer pairs, deciles cannot be estimated. */
const FEWEST_PAIRS = 10;

interface ShiftPointOptions {
  readonly scale: Exclude<EffectScale, "share">;
  readonly margin: ScaledMargin | undefined;
  readonly random: Random;
}

/**
 * Estimates the effect at the deciles, p95 and p99, over the pairs that both arms answered. Each needs enough pairs
 * for its interval: 36 for p10 and p90, 72 for p95, 368 for p99.
 */
export function shiftPoints(
  { baseline, candidate }: PairedValues,
  { scale, margin, random }: ShiftPointOptions,
): readonly EffectAtQuantile[] {
  const pairs = baseline.map((a, index): Pair => [a, candidate[index] ?? a]);
  if (pairs.length < FEWEST_PAIRS) return [];
  const shares = [...DECILES, ...TAIL].filter((share) => pairs.length >= smallestSampleFor(share));
  const onMargin = margin === undefined || margin.scale === "share" ? scale : margin.scale;
  return resampledQuantiles(pairs, { random, shares }).map((quantile) => {
    const { share, estimate, interval } = shiftAt(quantile, scale);
    const judged = onMargin === scale ? interval : shiftAt(quantile, onMargin).interval;
    return { quantile: share, estimate, ...interval, beyondMargin: sideOf(judged, margin) };
  });
}

function sideOf(
  interval: { readonly low: number; readonly high: number },
  margin: ScaledMargin | undefined,
): EffectAtQuantile["beyondMargin"] {
  if (margin === undefined) return undefined;
  if (interval.low > margin.within.high) return "higher";
  return interval.high < margin.within.low ? "lower" : undefined;
}
