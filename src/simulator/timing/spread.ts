import { type Draw, empirical, gamma, logNormal, truncatedNormal } from "./distributions.ts";
import type { Settings } from "../settings/settings.ts";
import { SimulationError } from "../simulation-error.ts";

/**
 * Returns a random factor with mean 1 for scaling times.
 *
 * @param sigma Standard deviation: of the logarithm for `lognormal`, otherwise of the factor. 0 for none.
 * @param gapsMs Measured gaps: `empirical` draws from them, relative to their mean, and ignores `sigma`.
 * @throws {SimulationError} When the shape is `empirical` and there are no gaps.
 */
export function spread(
  shape: Settings["shape"],
  sigma: number,
  gapsMs: readonly number[] = [],
): Draw {
  if (shape === "empirical") return empirical(cdfOf(gapsMs));
  if (sigma === 0) return () => 1;
  switch (shape) {
    case "constant":
      return () => 1;
    case "lognormal":
      return logNormal(sigma);
    case "normal":
      return truncatedNormal(sigma);
    case "gamma":
      return gamma(sigma ** -2);
  }
}

/** Distribution function that rises by the same share at each measured value. */
function cdfOf(values: readonly number[]) {
  if (values.length === 0) {
    throw new SimulationError(
      "Cannot draw gaps as the shape empirical needs measured gaps: set gapsMs",
    );
  }
  return values
    .toSorted((a, b) => a - b)
    .map((value, index) => ({ value, share: (index + 1) / values.length }));
}
