import type { Estimate, EffectScale } from "./comparison.ts";
import type { PairedValues } from "./pairs.ts";

/** Scales on which single pairs have differences. */
export type PairScale = Exclude<EffectScale, "share">;

/** Replaces infinity in calculations: beyond any measured log ratio or difference. */
export const BEYOND = { ratio: 1e4, difference: 1e12 } as const;

/** The value of "no effect" on a scale. */
export function noEffect(scale: EffectScale): number {
  return scale === "ratio" ? 1 : 0;
}

/**
 * Returns the side of "no effect" on which the whole interval lies; `undefined` if the interval contains it. The
 * estimate does not decide: it can be "no effect" itself, or lie on the edge of its interval.
 */
export function directionOf(
  { low, high }: Pick<Estimate, "low" | "high">,
  scale: EffectScale,
): "lower" | "higher" | undefined {
  const none = noEffect(scale);
  if (low > none) return "higher";
  return high < none ? "lower" : undefined;
}

/**
 * Returns the pairs' differences on the tested scale: of logarithms for ratios, so that ×2 and ×½ are equally far
 * from 1. Always finite.
 *
 * A time of 0, below the clock's resolution, counts as faster than any other, and two of them tie. So one 0
 * changes one rank and never the scale.
 */
export function differencesOf(
  { baseline, candidate }: Pick<PairedValues, "baseline" | "candidate">,
  scale: PairScale,
): readonly number[] {
  return baseline.map((a, index) => {
    const b = candidate[index] ?? a;
    if (a === b) return 0;
    const difference = scale === "ratio" ? Math.log(b) - Math.log(a) : b - a;
    return Math.max(-BEYOND[scale], Math.min(BEYOND[scale], difference));
  });
}

/** Converts from the tested scale to the printed one; values near {@link BEYOND} become infinite. */
export function printedEffect(scale: PairScale, value: number): number {
  // The average of a value and a failure is half of BEYOND.
  const isBeyond = Math.abs(value) > BEYOND[scale] / 10;
  const restored = isBeyond ? Math.sign(value) * Infinity : value;
  return scale === "ratio" ? Math.exp(restored) : restored;
}
