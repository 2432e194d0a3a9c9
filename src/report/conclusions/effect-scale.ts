import type { Estimate, EffectScale } from "./comparison.ts";
import type { PairedValues } from "./pairs.ts";

/** The scales on which pairs have differences; a share has none. */
export type PairScale = Exclude<EffectScale, "share">;

/** Further than any measured ratio's logarithm or difference: where infinity must stay a number. */
export const BEYOND = { ratio: 1e4, difference: 1e12 } as const;

/** The effect that is none. */
export function noEffect(scale: EffectScale): number {
  return scale === "ratio" ? 1 : 0;
}

/**
 * The side of "no effect" on which the whole interval lies; `undefined` if it contains it. The estimate
 * decides nothing: it can be "no effect" itself, or lie on the edge of its interval.
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
 * The pairs' differences on the scale that is tested: of logarithms for ratios, so that ×2 and ×½ are
 * equally far. Always finite.
 *
 * A time of 0, below the clock's resolution, is faster than any other: its ratio lies beyond all
 * measured ones, and two of them tie. So one 0 changes one rank, and never the scale.
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

/** From the scale that is tested to the one that is printed; what lies beyond all figures is infinite. */
export function printedEffect(scale: PairScale, value: number): number {
  // Half of the way there is where a figure and a failure meet in one average.
  const isBeyond = Math.abs(value) > BEYOND[scale] / 10;
  const restored = isBeyond ? Math.sign(value) * Infinity : value;
  return scale === "ratio" ? Math.exp(restored) : restored;
}
