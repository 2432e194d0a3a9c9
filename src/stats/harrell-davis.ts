import { incompleteBeta } from "./distributions/incomplete-beta.ts";

/** Too small to change a sum of doubles. */
const NEGLIGIBLE = 1e-17;

/**
 * The sum of the first 0, 1 … n weights of the order statistics in the Harrell–Davis quantile, which varies less between
 * samples than an interpolated one.
 *
 * Cost: 2 µs for each weight that is not negligible, at most n and about 16 √n.
 *
 * @param n A whole number from 1.
 * @param share In (0, 1).
 *
 * @see F. E. Harrell and C. E. Davis, "A new distribution-free quantile estimator", Biometrika 69(3), 1982.
 */
export function harrellDavisShares(n: number, share: number): Float64Array {
  const below = new Float64Array(n + 1);
  const [a, b] = [(n + 1) * share, (n + 1) * (1 - share)];
  below[n] = 1;

  // From the middle outward: the function is monotone, so beyond the first negligible share all are negligible.
  const middle = Math.min(n, Math.max(0, Math.round(n * share)));
  for (let count = middle; count > 0; count--) {
    const value = incompleteBeta(count / n, a, b);
    if (value < NEGLIGIBLE) break;
    below[count] = value;
  }
  let isComplete = false;
  for (let count = middle + 1; count < n; count++) {
    const value: number = isComplete ? 1 : incompleteBeta(count / n, a, b);
    isComplete ||= value >= 1;
    below[count] = value;
  }
  return below;
}
