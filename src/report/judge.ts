import type { Comparison, Verdict } from "./conclusions.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { directionWords } from "./words.ts";

/**
 * The verdict of one comparison.
 *
 * Different: the adjusted p is at most α and the interval excludes "no effect" too. Equivalent: the
 * 90 % interval lies inside the margin; it wins over different, as an effect that is real and
 * surely too small to matter does not matter. Else inconclusive, which is never "no difference".
 */
export function judge(metric: MetricFacts, comparison: Comparison, alpha: number): Verdict {
  const { effect, scale, adjustedP, equivalence } = comparison;
  if (equivalence?.holds === true) {
    return { kind: "equivalent", words: `equivalent within ${equivalence.words}` };
  }
  const none = scale === "ratio" ? 1 : 0;
  const excludesNone = effect.low > none || effect.high < none;
  if (adjustedP <= alpha && excludesNone) {
    const direction = effect.estimate > none ? "higher" : "lower";
    return {
      kind: "different",
      direction,
      isBetter: metric.better === "neither" ? undefined : metric.better === direction,
      words: directionWords(metric, direction),
    };
  }
  return { kind: "inconclusive", pairsNeeded: comparison.pairsToSettle, words: "inconclusive" };
}
