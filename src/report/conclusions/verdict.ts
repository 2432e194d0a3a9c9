import { type Accuracy, isBelowAccuracy } from "./accuracy.ts";
import type { ComparabilityCheck } from "./comparability-check.ts";
import type { Comparison, EffectAtQuantile } from "./comparison.ts";
import { directionOf, noEffect } from "./effect-scale.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** What may be concluded about a primary metric. */
export type Verdict =
  | {
      /** `negligible`: different for sure, and for sure by less than the margin. */
      readonly kind: "different" | "negligible";
      readonly direction: Direction;
      /** Whether that is for the better; `undefined` if neither way is. */
      readonly isBetter: boolean | undefined;
    }
  | { readonly kind: "equivalent" }
  /** Equivalent in the typical request, and surely not in a part of the distribution. */
  | {
      readonly kind: "equivalent-in-the-middle";
      /** The quantile farthest outside the margin. */
      readonly outside: EffectAtQuantile;
      readonly isBetter: boolean | undefined;
    }
  /** An effect no larger than the measured difference of the client's errors between the arms. */
  | { readonly kind: "below-accuracy" }
  | {
      readonly kind: "inconclusive";
      /** Pairs that would resolve the margin with 80 % power; `undefined` without a margin. */
      readonly pairsNeeded: number | undefined;
    }
  | {
      readonly kind: "not-comparable";
      /** The check that does not hold; `undefined` if nothing is concluded from the whole run. */
      readonly blocker: ComparabilityCheck | undefined;
    };

/** The side of "no effect" on which an effect lies. */
export type Direction = "lower" | "higher";

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
  if (equivalence?.holds === true) return withinMargin(metric, comparison, direction);
  if (direction === undefined) return { kind: "inconclusive", pairsNeeded: pairsToSettle };
  if (isBelowAccuracy(metric, comparison, accuracy)) return { kind: "below-accuracy" };
  return { kind: "different", direction, isBetter: isBetter(metric, direction) };
}

function withinMargin(
  metric: MetricFacts,
  comparison: Comparison,
  direction: Direction | undefined,
): Verdict {
  const outside = farthestOutside(comparison);
  if (outside?.beyondMargin !== undefined) {
    return {
      kind: "equivalent-in-the-middle",
      outside,
      isBetter: isBetter(metric, outside.beyondMargin),
    };
  }
  return direction === undefined
    ? { kind: "equivalent" }
    : { kind: "negligible", direction, isBetter: isBetter(metric, direction) };
}

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
