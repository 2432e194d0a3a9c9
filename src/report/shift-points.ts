import { type Pair, type Random, shift, smallestSampleFor } from "../stats/index.ts";
import type { Comparison, ShiftPoint } from "./conclusions.ts";
import type { PairedValues } from "./pairs.ts";

const DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Drawn only where the run is large enough to say something about them. */
const TAIL = [0.95, 0.99];

/** Fewer pairs have no deciles. */
const FEWEST_PAIRS = 10;

/**
 * The effect at the deciles, and at p95 and p99 where there are pairs enough. Over pairs that were
 * answered on both sides: an infinite figure has no quantile to compare.
 */
export function shiftPoints(
  { baseline, candidate }: PairedValues,
  scale: Comparison["scale"],
  random: Random,
): readonly ShiftPoint[] {
  const answered = baseline.flatMap((a, index): Pair[] => {
    const b = candidate[index];
    return b === undefined || !Number.isFinite(a) || !Number.isFinite(b) ? [] : [[a, b]];
  });
  if (answered.length < FEWEST_PAIRS) return [];
  const shares = [
    ...DECILES,
    ...TAIL.filter((share) => answered.length >= smallestSampleFor(share)),
  ];
  return shift(answered, { random, scale, shares }).map(({ share, estimate, interval }) => ({
    quantile: share,
    estimate,
    ...interval,
  }));
}
