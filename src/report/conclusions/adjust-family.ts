import { benjaminiHochberg, holm } from "../../stats/index.ts";
import type { Comparison } from "./comparison.ts";

/** A comparison before it is adjusted for its family. */
export type RawComparison = Omit<Comparison, "adjustedP">;

/**
 * Adjusts the comparisons of one family for each other. `undefined` stays `undefined`.
 *
 * Primary: Holm over the differences and Holm over the equivalences, so that each kind of false verdict
 * has a risk of at most α over all primary metrics. Exploratory: Benjamini–Hochberg.
 */
export function adjustFamily(
  comparisons: readonly (RawComparison | undefined)[],
  kind: "primary" | "exploratory",
  alpha: number,
): readonly (Comparison | undefined)[] {
  const adjust = kind === "primary" ? holm : benjaminiHochberg;
  const differences = adjusted(comparisons, ({ p }) => p, adjust);
  const equivalences = adjusted(comparisons, ({ equivalence }) => equivalence?.p, holm);
  return comparisons.map((one, index) => {
    if (one === undefined) return undefined;
    const p = equivalences[index];
    return {
      ...one,
      adjustedP: differences[index] ?? 1,
      equivalence: one.equivalence && { ...one.equivalence, holds: p !== undefined && p <= alpha },
    };
  });
}

/** Adjusted p of each comparison, in order; `undefined` if it has none. */
function adjusted(
  comparisons: readonly (RawComparison | undefined)[],
  pOf: (one: RawComparison) => number | undefined,
  adjust: (ps: readonly number[]) => number[],
): readonly (number | undefined)[] {
  const ps = comparisons.map((one) => one && pOf(one));
  const results = adjust(ps.filter((p) => p !== undefined));
  let next = 0;
  return ps.map((p) => (p === undefined ? undefined : results[next++]));
}
