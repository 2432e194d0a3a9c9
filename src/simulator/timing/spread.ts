import { type Draw, empirical, gamma, logNormal, truncatedNormal } from "./distributions.ts";
import type { Settings } from "../settings/settings.ts";
import { SimulationError } from "../simulation-error.ts";

/**
 * A factor with mean 1, by which times vary.
 *
 * @param sigma The standard deviation: of the logarithm for `lognormal`, else of the factor. 0 for none.
 * @param gapsMs Measured gaps: what `empirical` draws from, as a share of their mean. It has its spread by
 * itself.
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

/** Each measured value is the end of a step of the same height. */
function cdfOf(values: readonly number[]) {
  if (values.length === 0) {
    throw new SimulationError(
      "Cannot draw gaps as the shape empirical needs measured ones: set gapsMs too",
    );
  }
  return values
    .toSorted((a, b) => a - b)
    .map((value, place) => ({ value, share: (place + 1) / values.length }));
}
