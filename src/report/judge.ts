import type { Comparison, Verdict } from "./conclusions.ts";
import { directionOf } from "./effect-scale.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { directionWords } from "./words.ts";

/**
 * The verdict of one comparison.
 *
 * Different: the interval lies on one side of "no effect", and the adjusted p is at most α too. Equivalent: the
 * 90 % interval lies inside the margin; it wins over different, as an effect that is real and
 * surely too small to matter does not matter. Else inconclusive, which is never "no difference".
 */
export function judge(metric: MetricFacts, comparison: Comparison, alpha: number): Verdict {
  const { effect, scale, adjustedP, equivalence } = comparison;
  if (equivalence?.holds === true) {
    return { kind: "equivalent", words: `equivalent within ${equivalence.words}` };
  }
  const direction = directionOf(effect, scale);
  if (direction !== undefined && adjustedP <= alpha) {
    return {
      kind: "different",
      direction,
      isBetter: metric.better === "neither" ? undefined : metric.better === direction,
      words: directionWords(metric, direction),
    };
  }
  return { kind: "inconclusive", pairsNeeded: comparison.pairsToSettle, words: "inconclusive" };
}
