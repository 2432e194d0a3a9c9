import type { Random } from "../../stats/index.ts";
import type { Settings } from "../settings/settings.ts";
import { SimulationError } from "../simulation-error.ts";
import { type Draw, empirical, gamma, logNormal, truncatedNormal } from "./distributions.ts";

/** Longest stall, in multiples of the shortest: without a cap, a Pareto tail of shape 1.5 has infinite variance. */
const LONGEST_STALL = 20;

export interface ArrivalCounts {
  readonly uncachedTokens: number;
  readonly count: number;
  /** Measured gaps, for the shape `empirical`. */
  readonly gapsMs?: readonly number[] | undefined;
}

/**
 * Returns when the model emits each token of an answer, in milliseconds from the request's arrival; ascending.
 *
 * Times vary around the means in the settings: the time to first token varies per request, gaps vary per request (some
 * meet a busier server) and within a request. The n-th token of a seed is due at the same time in a shorter answer. With
 * speculative decoding, all tokens of one step have the same time.
 *
 * @throws {SimulationError} When the shape is `empirical` and there are no measured gaps.
 */
export function arrivals(
  settings: Settings,
  { uncachedTokens, count, gapsMs }: ArrivalCounts,
  random: Random,
): number[] {
  // Measured values are gaps; other times get their usual distribution.
  const shape = settings.shape === "empirical" ? "lognormal" : settings.shape;
  const gapSpread = spread(settings.shape, settings.tokenSigma, gapsMs);
  const firstMs = settings.ttftMs + settings.promptTokenMs * uncachedTokens;
  let dueMs = firstMs * spread(shape, settings.ttftSigma)(random);
  const levelMs = settings.itlMs * spread(shape, settings.requestSigma)(random);
  const due: number[] = [];
  let step = 0;
  while (due.length < count) {
    if (step++ > 0) {
      const drift = 1 + (settings.driftPerThousand * due.length) / 1000;
      const gapMs = levelMs * drift * gapSpread(random);
      dueMs += gapMs + stallMs(settings, random);
    }
    for (let token = acceptedIn(settings, random); token >= 0; token--) due.push(dueMs);
  }
  return due.slice(0, count);
}

/** Number of drafted tokens that a step accepts besides its own: up to the first wrong one. */
function acceptedIn({ draftTokens, acceptance }: Settings, random: Random): number {
  let accepted = 0;
  while (accepted < draftTokens && random() < acceptance) accepted++;
  return accepted;
}

function stallMs({ stallsPerThousand, stallMs: shortestMs }: Settings, random: Random): number {
  const strikes = random() < stallsPerThousand / 1000;
  const length = Math.min(LONGEST_STALL, (1 - random()) ** (-1 / 1.5));
  return strikes ? shortestMs * length : 0;
}

/**
 * Returns a random factor with mean 1 for scaling times.
 *
 * @param sigma Standard deviation: of the logarithm for `lognormal`, otherwise of the factor. 0 for none.
 * @param gapsMs Measured gaps: `empirical` draws from them, relative to their mean, and ignores `sigma`.
 * @throws {SimulationError} When the shape is `empirical` and there are no gaps.
 */
function spread(shape: Settings["shape"], sigma: number, gapsMs: readonly number[] = []): Draw {
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
