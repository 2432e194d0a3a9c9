import { errorFunction } from "simple-statistics";

import { numberFrom, POSITIVE, type Random } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { SimulationError } from "../simulation-error.ts";

/**
 * Draws a number. All but {@link poisson} draw factors with mean 1, which spread a time without making it
 * longer on average.
 */
export type Draw = (random: Random) => number;

/**
 * Factors whose logarithms are normal: skewed to the right, as times to first token are.
 *
 * Two draws of chance each.
 *
 * @param sigma The standard deviation of the logarithm; 0 for 1 always. That of the factor is
 * √(exp(sigma²) − 1), which is near to it while it is small.
 * @throws {SimulationError} When `sigma` is not a number from 0.
 *
 * @see N. L. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions", volume 1, 2nd
 * edition, chapter 14.
 *
 * @example
 * ```ts
 * logNormal(0)(seededRandom(1)); // 1
 * ```
 */
export function logNormal(sigma: number): Draw {
  requireSettings("draw from a log-normal distribution", { sigma }, numberFrom(0));
  return (random) => Math.exp(sigma * normal(random) - sigma ** 2 / 2);
}

/**
 * Factors that are normal around 1, without those below 0: drawn again until one is not.
 *
 * What is cut off would lift the mean, so all are divided by the mean of the cut distribution,
 * 1 + sd × φ(1 / sd) / Φ(1 / sd). Their standard deviation is less than `sd`: by 0.3 % at 0.3, by 8 % at
 * 0.5, by 38 % at 1.
 *
 * @param sd The standard deviation before the cut; 0 for 1 always.
 * @throws {SimulationError} When `sd` is not a number from 0.
 *
 * @see N. L. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions", volume 1, 2nd
 * edition, section 13.10.1.
 *
 * @example
 * ```ts
 * truncatedNormal(0)(seededRandom(1)); // 1
 * ```
 */
export function truncatedNormal(sd: number): Draw {
  requireSettings("draw from a normal distribution", { sd }, numberFrom(0));
  if (sd === 0) return () => 1;
  const density = Math.exp(-1 / (2 * sd ** 2)) / Math.sqrt(2 * Math.PI);
  const kept = (1 + errorFunction(1 / (sd * Math.SQRT2))) / 2;
  const mean = 1 + (sd * density) / kept;

  return (random) => {
    let value = 1 + sd * normal(random);
    // More than half are kept, whatever the spread.
    while (value < 0) value = 1 + sd * normal(random);
    return value / mean;
  };
}

/**
 * Factors that follow a gamma distribution: a shape of 1 is exponential, a large one nearly normal.
 *
 * Three draws of chance each; at a shape of 1, one in 20 is made again, above it fewer.
 *
 * @param shape 1 / sd², where sd is the standard deviation of the factor.
 * @throws {SimulationError} When `shape` is not a positive number.
 *
 * @see G. Marsaglia and W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM Transactions on
 * Mathematical Software 26(3), 2000, pages 363–372; for shapes below 1, the remark at its end.
 *
 * @example
 * ```ts
 * gamma(4)(seededRandom(1)) > 0; // true
 * ```
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
      const isTaken = v > 0 && Math.log(1 - random()) < x ** 2 / 2 + d - d * v + d * Math.log(v);
      if (isTaken) return (d * v) / shape;
    }
  };
}

/** A point of a distribution function. */
export interface CdfPoint {
  /** In any unit, the same for all points; at least 0. */
  readonly value: number;
  /** The share of values that are no greater, in [0, 1]. */
  readonly share: number;
}

/**
 * Factors that are spread as measured values are: a line between each point of their distribution function
 * and the next, divided by the mean of that.
 *
 * One draw of chance each. Cost: O(points).
 *
 * @param points Ascending in both; the last share is 1. A first share above 0 is that of the first value
 * itself.
 * @throws {SimulationError} When the points are not a distribution function, or all values are 0.
 *
 * @see L. Devroye, "Non-Uniform Random Variate Generation", 1986, section II.2: inversion.
 *
 * @example
 * ```ts
 * const draw = empirical([{ value: 10, share: 0 }, { value: 30, share: 1 }]);
 * [draw(() => 0), draw(() => 0.75)]; // [0.5, 1.25]
 * ```
 */
export function empirical(points: readonly CdfPoint[]): Draw {
  requireDistribution(points);
  const parts = points.map((to, index) => ({
    from: points[index - 1] ?? { value: to.value, share: 0 },
    to,
  }));
  const largest = points.at(-1)?.value ?? 0;
  const mean = parts.reduce(
    (sum, { from, to }) => sum + ((to.share - from.share) * (from.value + to.value)) / 2,
    0,
  );
  requireSettings("draw measured values", { mean }, POSITIVE);

  return (random) => {
    const share = random();
    for (const { from, to } of parts) {
      if (to.share <= share) continue;
      const way = (share - from.share) / (to.share - from.share);
      return (from.value + way * (to.value - from.value)) / mean;
    }
    return largest / mean;
  };
}

function requireDistribution(points: readonly CdfPoint[]): void {
  let before: CdfPoint = { value: 0, share: 0 };
  for (const point of points) {
    const { value, share } = point;
    requireSettings("draw measured values", { value }, numberFrom(before.value));
    requireSettings("draw measured values", { share }, numberFrom(before.share));
    before = point;
  }
  if (before.share === 1) return;
  throw new SimulationError(
    `Cannot draw measured values as the last share must be 1: current value is ${before.share}`,
  );
}

/**
 * Factors of which a few are very large, as lengths of stalls are: Pareto from the smallest on, and
 * whatever would be more than `cap` times the smallest is just that.
 *
 * The smallest is 1 / mean of the capped distribution from 1 on, which is
 * (shape − cap^(1 − shape)) / (shape − 1), or 1 + ln cap for a shape of 1. One draw of chance each.
 *
 * @param shape Smaller for a heavier tail; without a cap there would be no mean up to 1, no variance up to
 * 2.
 * @param cap How many times the smallest the largest is; from 1.
 * @throws {SimulationError} When `shape` is not a positive number or `cap` not a number from 1.
 *
 * @see N. L. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions", volume 1, 2nd
 * edition, chapter 20.
 *
 * @example
 * ```ts
 * pareto(1.5, 1)(seededRandom(1)); // 1
 * ```
 */
export function pareto(shape: number, cap: number): Draw {
  requireSettings("draw from a Pareto distribution", { shape }, POSITIVE);
  requireSettings("draw from a Pareto distribution", { cap }, numberFrom(1));
  // The same formula, without the difference of two numbers that are nearly equal around a shape of 1.
  const growth = (1 - shape) * Math.log(cap);
  const mean = 1 + (shape === 1 ? Math.log(cap) : Math.expm1(growth) / (1 - shape));
  return (random) => Math.min(cap, (1 - random()) ** (-1 / shape)) / mean;
}

/**
 * Whole numbers, as many as independent events come in a time in which `mean` are expected. Not factors.
 *
 * Counts exponential gaps. One more draw of chance than the number drawn. Cost: O(mean).
 *
 * @param mean The mean number; 0 for none ever.
 * @throws {SimulationError} When `mean` is not a number from 0.
 *
 * @see L. Devroye, "Non-Uniform Random Variate Generation", 1986, section X.3.2.
 *
 * @example
 * ```ts
 * poisson(0)(seededRandom(1)); // 0
 * ```
 */
export function poisson(mean: number): Draw {
  requireSettings("draw from a Poisson distribution", { mean }, numberFrom(0));
  return (random) => {
    let count = 0;
    let rest = mean + Math.log(1 - random());
    while (rest > 0) {
      count++;
      rest += Math.log(1 - random());
    }
    return count;
  };
}

/**
 * Standard normal; two draws of chance for each.
 *
 * @see G. E. P. Box and M. E. Muller, "A Note on the Generation of Random Normal Deviates", Annals of
 * Mathematical Statistics 29(2), 1958, pages 610–611. One of their two.
 */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
