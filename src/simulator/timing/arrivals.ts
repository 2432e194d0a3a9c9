import type { Random } from "../../stats/index.ts";
import type { Settings } from "../settings/settings.ts";
import { spread } from "./spread.ts";

/** Longest stall, in multiples of the shortest: without a cap, a Pareto tail of shape 1.5 has infinite variance. */
const LONGEST_STALL = 20;

/** Inputs of an answer's times besides the settings. */
export interface ArrivalCounts {
  /** Number of uncached prompt tokens. */
  readonly promptTokens: number;
  /** Number of answer tokens. */
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
  { promptTokens, count, gapsMs }: ArrivalCounts,
  random: Random,
): number[] {
  // Measured values are gaps; other times get their usual distribution.
  const shape = settings.shape === "empirical" ? "lognormal" : settings.shape;
  const gapSpread = spread(settings.shape, settings.tokenSigma, gapsMs);
  const firstMs = settings.ttftMs + settings.promptTokenMs * promptTokens;
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
