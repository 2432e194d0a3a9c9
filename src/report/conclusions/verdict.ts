import { type Accuracy, isBelowAccuracy } from "./accuracy.ts";
import type { ComparabilityCheck } from "./comparability-check.ts";
import type { Comparison, EffectAtQuantile } from "./comparison.ts";
import { directionOf, noEffect } from "./effect-scale.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** Conclusion about a primary metric. */
export type Verdict =
  | {
      /** `negligible`: reliably different, and reliably by less than the margin. */
      readonly kind: "different" | "negligible";
      readonly direction: Direction;
      /** `undefined` if neither direction is better. */
      readonly isBetter: boolean | undefined;
    }
  | { readonly kind: "equivalent" }
  /** Equivalent for the typical pair, but reliably not in a part of the distribution. */
  | {
      readonly kind: "equivalent-in-the-middle";
      /** The quantile farthest outside the margin. */
      readonly outside: EffectAtQuantile;
      readonly isBetter: boolean | undefined;
    }
  /** An effect no larger than the difference between the client's errors in the two arms. */
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
  /** `undefined` if no server kept a record. */
  readonly accuracy: Accuracy | undefined;
}

/**
 * Returns the verdict of one comparison.
 *
 * Different: the interval lies on one side of "no effect", and the adjusted p is at most α. If the effect is no
 * larger than the difference between the client's errors in the two arms, the verdict is `below-accuracy`.
 *
 * Equivalent: the interval of the two one-sided tests lies within the margin, and no part of the distribution is
 * reliably outside; if one is, the verdict names it. An effect that is both different and equivalent is
 * negligible. Everything else is inconclusive, which never means "no difference".
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

/** Returns the quantile farthest outside the margin; `undefined` if none is reliably outside. */
export function farthestOutside({ scale, shifts }: Comparison): EffectAtQuantile | undefined {
  const none = noEffect(scale);
  const distance = ({ estimate }: EffectAtQuantile) =>
    scale === "ratio" ? Math.abs(Math.log(estimate)) : Math.abs(estimate - none);
  return shifts
    .filter(({ beyondMargin }) => beyondMargin !== undefined)
    .toSorted((a, b) => distance(b) - distance(a))[0];
}
