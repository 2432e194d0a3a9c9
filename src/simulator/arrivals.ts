import type { Random } from "../stats/index.ts";
import type { Profile } from "./profile.ts";

/** A stall is at most this many times the shortest: a Pareto tail of shape 1.5 has no variance else. */
const LONGEST_STALL = 20;

/**
 * When each token of an answer is due, in milliseconds from the request's arrival; ascending.
 *
 * The logarithms of the time to first token, of a request's level and of each gap are normal, around
 * medians that make the mean what the profile says. Every draw is made whether it is used or not, so
 * that the n-th token of a seed is due at the same time in a shorter answer.
 *
 * @param count How many tokens.
 */
export function arrivals(
  profile: Profile,
  { promptTokens, count }: { readonly promptTokens: number; readonly count: number },
  random: Random,
): number[] {
  const firstMs = profile.ttftMs + profile.promptTokenMs * promptTokens;
  let dueMs = firstMs * logNormal(profile.ttftSigma, random);
  const levelMs = profile.itlMs * logNormal(profile.requestSigma, random);
  const due: number[] = [];
  for (let token = 0; token < count; token++) {
    if (token > 0) {
      const gapMs = levelMs * logNormal(profile.tokenSigma, random);
      dueMs += gapMs + stallMs(profile, random);
    }
    due.push(dueMs);
  }
  return due;
}

/** A factor with mean 1. */
function logNormal(sigma: number, random: Random): number {
  // Box and Muller, one of the two.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(sigma * normal - sigma ** 2 / 2);
}

function stallMs({ stallsPerThousand, stallMs: shortestMs }: Profile, random: Random): number {
  const strikes = random() < stallsPerThousand / 1000;
  const length = Math.min(LONGEST_STALL, (1 - random()) ** (-1 / 1.5));
  return strikes ? shortestMs * length : 0;
}
