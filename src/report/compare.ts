import type { Plan } from "../bench/index.ts";
import {
  cliffsDelta,
  equivalence,
  hodgesLehmann,
  hodgesLehmannInterval,
  type Random,
  sampleSize,
} from "../stats/index.ts";
import type { Comparison, Equivalence, Interval } from "./conclusions.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { type ScaledMargin, scaledMargin } from "./margin.ts";
import type { PairedValues } from "./pairs.ts";
import { shiftPoints } from "./shift-points.ts";
import { flippedSignsP, signedRanks } from "./flipped-signs.ts";

/** A comparison whose p has not yet been adjusted for its family. */
export type RawComparison = Omit<Comparison, "adjustedP">;

export interface CompareOptions {
  readonly values: PairedValues;
  readonly random: Random;
  /** `full` costs some thousand resamplings more: for primary metrics. */
  readonly depth: "full" | "effect-only";
}

/** Further than any measured ratio's logarithm or difference: where infinity must stay a number. */
const BEYOND = { ratio: 1e4, difference: 1e9 } as const;

/** Nobody makes more pairs than this; a larger answer means "not this way". */
const MOST_PAIRS = 1_000_000;

/**
 * Candidate against baseline on one metric, over the pairs: on the ratio scale where the metric is one
 * and every figure is positive, else on the scale of differences. `undefined` below 2 pairs.
 *
 * A failed request stands as an infinite figure: it counts in every rank, and an estimate is infinite
 * where so many failed. If both requests of a pair failed, the pair speaks for neither arm.
 *
 * p flips the signs of the pairs' signed ranks: the test to which the Hodges–Lehmann estimate and its
 * interval belong, and the only one that takes an infinite difference.
 */
export function compare(
  plan: Plan,
  metric: MetricFacts,
  { values, random, depth }: CompareOptions,
): RawComparison | undefined {
  const { baseline, candidate, excludedPairs } = values;
  if (baseline.length < 2) return undefined;

  const scale = scaleOf(metric, values);
  const differences = differencesOf(values, scale);
  const effect = estimated(differences, scale, { random, alpha: plan.alpha });
  const margin = scaledMargin(plan, metric, { scale, baselineMedian: medianOf(baseline) });
  const isFull = depth === "full";
  return {
    scale,
    pairs: baseline.length,
    excludedPairs,
    effect,
    shift:
      scale === "difference"
        ? effect
        : isFull
          ? estimated(differencesOf(values, "difference"), "difference", {
              random,
              alpha: plan.alpha,
            })
          : undefined,
    cliffsDelta: cliffsDelta(baseline, candidate),
    p: flippedSignsP(signedRanks(differences), random),
    equivalence:
      isFull && margin !== undefined
        ? equivalent(differences, { margin, scale, random })
        : undefined,
    pairsToSettle: isFull ? pairsToSettle(differences, { scale, effect, margin }) : undefined,
    shifts: isFull ? shiftPoints(values, scale, random) : [],
  };
}

type Scale = Comparison["scale"];

function scaleOf(metric: MetricFacts, { baseline, candidate }: PairedValues): Scale {
  const measured = [...baseline, ...candidate].filter((value) => Number.isFinite(value));
  return metric.compareAs === "ratio" && measured.every((value) => value > 0)
    ? "ratio"
    : "difference";
}

/** On the scale of the estimate: differences of logarithms for ratios. Always finite. */
function differencesOf({ baseline, candidate }: PairedValues, scale: Scale): readonly number[] {
  return baseline.map((a, index) => {
    const b = candidate[index] ?? a;
    // Both failed, or one value is on both sides: also where the difference would be NaN.
    if (a === b) return 0;
    const difference = scale === "ratio" ? logOf(b) - logOf(a) : b - a;
    return Math.max(-BEYOND[scale], Math.min(BEYOND[scale], difference));
  });
}

/** A failed request of a metric that is better when higher stands as −∞; as a ratio that is 0. */
function logOf(value: number): number {
  return value === -Infinity ? -Infinity : Math.log(value);
}

interface EstimateOptions {
  readonly random: Random;
  readonly alpha: number;
}

function estimated(
  differences: readonly number[],
  scale: Scale,
  { random, alpha }: EstimateOptions,
): Interval {
  const { low, high } = intervalOf(differences, { random, level: 1 - alpha });
  return {
    estimate: backTo(scale, hodgesLehmann(differences)),
    low: backTo(scale, low),
    high: backTo(scale, high),
  };
}

/** Of equal differences no resampling can tell more. */
function intervalOf(
  differences: readonly number[],
  options: { readonly random: Random; readonly level: number },
) {
  const [first = 0] = differences;
  return differences.every((difference) => difference === first)
    ? { low: first, high: first }
    : hodgesLehmannInterval(differences, options);
}

/** From the scale of the estimate to what is printed; what lies beyond all figures is infinite. */
function backTo(scale: Scale, value: number): number {
  const isBeyond = Math.abs(value) > BEYOND[scale] / 10;
  const restored = isBeyond ? Math.sign(value) * Infinity : value;
  return scale === "ratio" ? Math.exp(restored) : restored;
}

interface EquivalenceOptions {
  readonly margin: ScaledMargin;
  readonly scale: Scale;
  readonly random: Random;
}

function equivalent(
  differences: readonly number[],
  { margin, scale, random }: EquivalenceOptions,
): Equivalence {
  const { distance, within, words } = margin;
  const found = equivalence(differences, { low: -distance, high: distance }, random);
  return {
    within,
    low: backTo(scale, found.interval.low),
    high: backTo(scale, found.interval.high),
    holds: found.equivalent,
    words,
  };
}

interface SettleOptions {
  readonly scale: Scale;
  readonly effect: Interval;
  readonly margin: ScaledMargin | undefined;
}

/**
 * Pairs for which the interval would be narrow enough to lie beside "no effect" or inside the margin,
 * whichever is nearer from the estimate, with 80 % power. Two digits: it is a guess.
 */
function pairsToSettle(
  differences: readonly number[],
  { scale, effect, margin }: SettleOptions,
): number | undefined {
  const place = (value: number) => (scale === "ratio" ? Math.log(value) : value);
  const size = Math.abs(place(effect.estimate));
  const target = Math.max(size, (margin?.distance ?? 0) - size);
  const halfWidth = (place(effect.high) - place(effect.low)) / 2;
  if (!(target > 0) || !Number.isFinite(halfWidth) || !Number.isFinite(target)) return undefined;

  const byWidth = differences.length * (halfWidth / target) ** 2;
  const needed = Math.max(byWidth, sampleSize(differences, target), differences.length + 1);
  const digits = Math.max(0, Math.floor(Math.log10(needed)) - 1);
  const rounded = Math.ceil(needed / 10 ** digits) * 10 ** digits;
  return rounded > MOST_PAIRS ? undefined : rounded;
}

function medianOf(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  return ascending[(ascending.length - 1) >> 1] ?? Number.NaN;
}
