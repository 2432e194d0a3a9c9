import { errorFunction } from "simple-statistics";

import { numberFrom, POSITIVE, type Random } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { SimulationError } from "../simulation-error.ts";

/** Draws a factor with mean 1, which spreads a time without changing its average. */
export type Draw = (random: Random) => number;

/**
 * Log-normal factors: skewed to the right, like times to first token.
 *
 * Two random numbers per draw.
 *
 * @param sigma From 0: standard deviation of the logarithm; 0 always draws 1. The standard deviation of the factor is
 * √(exp(sigma²) − 1), close to `sigma` while that is small.
 *
 * @see N. L. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions", volume 1, 2nd
 * edition, chapter 14.
 */
export function logNormal(sigma: number): Draw {
  requireSettings("draw from a log-normal distribution", { sigma }, numberFrom(0));
  return (random) => Math.exp(sigma * normal(random) - sigma ** 2 / 2);
}

/**
 * Normal factors, drawn again while negative.
 *
 * Truncation raises the mean, so factors are divided by the mean of the truncated distribution,
 * 1 + sd × φ(1 / sd) / Φ(1 / sd). Their standard deviation is below `sd`: by 0.3 % at 0.3, by 8 % at 0.5, by 38 % at 1.
 *
 * @param sd From 0: standard deviation before truncation; 0 always draws 1.
 *
 * @see N. L. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions", volume 1, 2nd
 * edition, section 13.10.1.
 */
export function truncatedNormal(sd: number): Draw {
  requireSettings("draw from a normal distribution", { sd }, numberFrom(0));
  if (sd === 0) return () => 1;
  const density = Math.exp(-1 / (2 * sd ** 2)) / Math.sqrt(2 * Math.PI);
  const kept = (1 + errorFunction(1 / (sd * Math.SQRT2))) / 2;
  const mean = 1 + (sd * density) / kept;

  return (random) => {
    let value = 1 + sd * normal(random);
    // For any `sd`, more than half of the draws are kept.
    while (value < 0) value = 1 + sd * normal(random);
    return value / mean;
  };
}

/**
 * Gamma-distributed factors: exponential for a shape of 1, nearly normal for a large shape.
 *
 * Three random numbers per draw; at a shape of 1, one draw in 20 is rejected and repeated, above it fewer.
 *
 * @param shape 1 / sd², with the standard deviation sd of the factor.
 *
 * @see G. Marsaglia and W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM Transactions on
 * Mathematical Software 26(3), 2000, pages 363–372; for shapes below 1, see the remark at its end.
 */
export function gamma(shape: number): Draw {
  requireSettings("draw from a gamma distribution", { shape }, POSITIVE);
  if (shape < 1) {
    const above = gamma(shape + 1);
    const correction = (shape + 1) / shape;
    return (random) => above(random) * correction * (1 - random()) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);

  return (random) => {
    for (;;) {
      const x = normal(random);
      const v = (1 + c * x) ** 3;
      const isAccepted = v > 0 && Math.log(1 - random()) < x ** 2 / 2 + d - d * v + d * Math.log(v);
      if (isAccepted) return (d * v) / shape;
    }
  };
}

/**
 * A point of a distribution function. `value` is from 0, in any unit, the same for all points; `share` is the share of
 * values that are at most `value`, in [0, 1].
 */
type CdfPoint = Readonly<Record<"value" | "share", number>>;

/**
 * Factors distributed like measured values: linear between the points of their distribution function, divided by the
 * mean.
 *
 * One random number per draw. Cost: O(points).
 *
 * @param points Ascending in both fields; the last share is 1. A first share above 0 is the probability of the first
 * value itself.
 * @throws {SimulationError} When the points are not a distribution function, or all values are 0.
 *
 * @see L. Devroye, "Non-Uniform Random Variate Generation", 1986, section II.2: inversion.
 */
export function empirical(points: readonly CdfPoint[]): Draw {
  let before: CdfPoint = { value: 0, share: 0 };
  for (const point of points) {
    requireSettings("draw measured values", { value: point.value }, numberFrom(before.value));
    requireSettings("draw measured values", { share: point.share }, numberFrom(before.share));
    before = point;
  }
  if (before.share !== 1) {
    throw new SimulationError(
      `Cannot draw measured values as the last share must be 1: current value is ${before.share}`,
    );
  }
  const segments = points.map((to, index) => ({
    from: points[index - 1] ?? { value: to.value, share: 0 },
    to,
  }));
  const mean = segments.reduce(
    (sum, { from, to }) => sum + ((to.share - from.share) * (from.value + to.value)) / 2,
    0,
  );
  requireSettings("draw measured values", { mean }, POSITIVE);

  return (random) => {
    const share = random();
    for (const { from, to } of segments) {
      if (to.share <= share) continue;
      const position = (share - from.share) / (to.share - from.share);
      return (from.value + position * (to.value - from.value)) / mean;
    }
    return before.value / mean;
  };
}

/**
 * Draws a standard normal number from two random numbers.
 *
 * @see G. E. P. Box and M. E. Muller, "A Note on the Generation of Random Normal Deviates", Annals of
 * Mathematical Statistics 29(2), 1958, pages 610–611. Uses one of their two results.
 */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
