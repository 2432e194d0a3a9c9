import type { Random } from "../stats/index.ts";
import type { Settings } from "./settings.ts";

/**
 * A factor with mean 1, by which something varies.
 *
 * @param sigma The standard deviation: of the logarithm for `lognormal`, else of the factor. `normal` is cut
 * off at 0, which lifts its mean by less than 0.5 % up to a sigma of 0.5.
 */
export function spread(shape: Settings["shape"], sigma: number, random: Random): number {
  if (sigma === 0) return 1;
  switch (shape) {
    case "constant":
      return 1;
    case "lognormal":
      return Math.exp(sigma * normal(random) - sigma ** 2 / 2);
    case "normal":
      return Math.max(0, 1 + sigma * normal(random));
    case "gamma":
      return gamma(sigma ** -2, random) * sigma ** 2;
  }
}

/** Standard normal, by Box and Muller: one of the two. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Gamma with scale 1.
 *
 * @see G. Marsaglia and W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM Transactions on
 * Mathematical Software 26(3), 2000.
 */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
