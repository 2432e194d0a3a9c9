import { type Accuracy, isBelowAccuracy } from "./accuracy.ts";
import type { Comparison, EffectAtQuantile } from "./comparison.ts";
import type { Verdict } from "./conclusions.ts";
import { directionOf, noEffect } from "./effect-scale.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { directionPhrase } from "../words/direction-phrase.ts";
import { quantileName } from "../words/quantile-name.ts";

export interface JudgeOptions {
  readonly alpha: number;
  /** `undefined` if the servers' own records are not known. */
  readonly accuracy: Accuracy | undefined;
}

/**
 * The verdict of one comparison.
 *
 * Different: the interval lies on one side of "no effect", and the adjusted p is at most α too. It is
 * no verdict if the effect is no larger than the difference of the client's errors between the arms.
 *
 * Equivalent: the interval of the two one-sided tests lies within the margin, and so may every part of
 * the distribution; a part that surely does not is named. An effect that is both different and
 * equivalent is negligible. Everything else is inconclusive, which is never "no difference".
 */
export function judge(
  metric: MetricFacts,
  comparison: Comparison,
  { alpha, accuracy }: JudgeOptions,
): Verdict {
  const { effect, scale, adjustedP, equivalence, pairsToSettle } = comparison;
  const direction = adjustedP <= alpha ? directionOf(effect, scale) : undefined;
  if (equivalence?.holds === true) {
    return withinMargin(metric, comparison, { direction, margin: equivalence.words });
  }
  if (direction === undefined) {
    return { kind: "inconclusive", pairsNeeded: pairsToSettle, words: "inconclusive" };
  }
  if (isBelowAccuracy(metric, comparison, accuracy)) {
    return { kind: "below-accuracy", words: "smaller than this client can measure" };
  }
  const words = directionPhrase(metric, direction);
  return { kind: "different", direction, isBetter: isBetter(metric, direction), words };
}

function withinMargin(
  metric: MetricFacts,
  comparison: Comparison,
  found: { readonly direction: Direction | undefined; readonly margin: string },
): Verdict {
  const { direction, margin } = found;
  const outside = farthestOutside(comparison);
  if (outside?.beyondMargin !== undefined) {
    const words = directionPhrase(metric, outside.beyondMargin);
    return {
      kind: "equivalent-in-the-middle",
      outside,
      isBetter: isBetter(metric, outside.beyondMargin),
      words: `equivalent in the middle, ${words} at ${quantileName(outside.quantile)}`,
    };
  }
  return direction === undefined
    ? { kind: "equivalent", words: `equivalent within ${margin}` }
    : {
        kind: "negligible",
        direction,
        isBetter: isBetter(metric, direction),
        words: `${directionPhrase(metric, direction)}, but inside the margin`,
      };
}

type Direction = "lower" | "higher";

function isBetter({ better }: MetricFacts, direction: Direction): boolean | undefined {
  return better === "neither" ? undefined : better === direction;
}

/** The part of the distribution that lies farthest outside the margin; `undefined` if none surely does. */
export function farthestOutside({ scale, shifts }: Comparison): EffectAtQuantile | undefined {
  const none = noEffect(scale);
  const distance = ({ estimate }: EffectAtQuantile) =>
    scale === "ratio" ? Math.abs(Math.log(estimate)) : Math.abs(estimate - none);
  return shifts
    .filter(({ beyondMargin }) => beyondMargin !== undefined)
    .toSorted((a, b) => distance(b) - distance(a))[0];
}
