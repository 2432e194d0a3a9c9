import { incompleteBeta } from "./incomplete-beta.ts";

/**
 * The distribution function of Student's t.
 *
 * @see M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 26.7.1.
 */
export function studentTBelow(t: number, degrees: number): number {
  const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** The quantile of Student's t, by bisection to the last double. `share` in [0.5, 1). */
export function studentTQuantile(share: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (studentTBelow(high, degrees) < share) high *= 2;
  while (true) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (studentTBelow(middle, degrees) < share) low = middle;
    else high = middle;
  }
}
