import type { Random } from "../../stats/index.ts";
import type { Settings } from "../settings/settings.ts";
import { spread } from "./spread.ts";

/** A stall is at most this many times the shortest: a Pareto tail of shape 1.5 has no variance else. */
const LONGEST_STALL = 20;

/** What an answer's times depend on beside the settings. */
export interface ArrivalCounts {
  /** How many tokens of the prompt must be read. */
  readonly promptTokens: number;
  /** How many tokens are to be written. */
  readonly count: number;
  /** Measured gaps, for the shape `empirical`. */
  readonly gapsMs?: readonly number[];
}

/**
 * When each token of an answer is due at the model, in milliseconds from the request's arrival;
 * ascending.
 *
 * Times vary around means that are what the settings say: the time to first token by request, gaps by
 * request (some meet a busier server than others) and within it. The n-th token of a seed is due at the
 * same time in a shorter answer. With speculative decoding, tokens that a step accepts come together.
 *
 * @throws {SimulationError} When the shape is `empirical` and there are no measured gaps.
 */
export function arrivals(
  settings: Settings,
  { promptTokens, count, gapsMs }: ArrivalCounts,
  random: Random,
): number[] {
  // What was measured are gaps; other times have the usual shape of such times.
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

/** How many drafted tokens a step accepts beside the one that it makes: up to the first wrong one. */
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
