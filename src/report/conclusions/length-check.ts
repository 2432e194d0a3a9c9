import type { RequestRecord } from "../../bench/index.ts";
import { hodgesLehmann, hodgesLehmannInterval } from "../../stats/index.ts";
import type { ComparabilityCheck } from "./comparability-check.ts";
import type { RequestPair } from "./pairs.ts";

/** Larger relative difference in length at which answers are not comparable. */
export const LARGEST_LENGTH_DIFFERENCE = 0.05;

/** Fewer pairs have no interval: then every pair must agree. */
const FEWEST_PAIRS = 6;

const LIMIT = Math.log1p(LARGEST_LENGTH_DIFFERENCE);

/**
 * Checks that the answers of both arms are equally long, within 5 %: in tokens if both arms were counted in the
 * same way, otherwise in characters. Held only if the 90 % interval of the typical ratio and the ratio of the
 * totals lie inside; broken if the interval lies outside, or the ratio of the totals alone; otherwise not decided.
 *
 * @param answered The pairs that both arms answered.
 */
export function lengthCheck(answered: readonly RequestPair[]): ComparabilityCheck {
  const id = "lengths";
  if (answered.length === 0) return { id, outcome: "not-measured", evidence: undefined };
  const { lengths, unit } = lengthsOf(answered);
  const logs = lengths.map(({ baseline, candidate }) => Math.log(candidate / baseline));
  const pairs = logs.length;
  const hasInterval = pairs >= FEWEST_PAIRS;
  const { low, high } = hasInterval ? hodgesLehmannInterval(logs, { level: 0.9 }) : rangeOf(logs);
  const total = (arm: "baseline" | "candidate") =>
    lengths.reduce((sum, length) => sum + length[arm], 0);
  const totalLog = Math.log(total("candidate") / total("baseline"));
  const estimate = Math.exp(hodgesLehmann(logs));
  const ratio = { estimate, low: Math.exp(low), high: Math.exp(high) };
  const isInside = low >= -LIMIT && high <= LIMIT;
  const isOutside = low > LIMIT || high < -LIMIT;
  const isBroken = isOutside || (isInside && Math.abs(totalLog) > LIMIT);
  return {
    id,
    outcome: isBroken ? "broken" : isInside ? "held" : "not-decided",
    evidence: { unit, pairs, ratio, hasInterval, totalRatio: Math.exp(totalLog) },
  };
}

function rangeOf(logs: readonly number[]) {
  return { low: Math.min(...logs), high: Math.max(...logs) };
}

/** Both lengths of each pair, at least 1. */
function lengthsOf(answered: readonly RequestPair[]) {
  const isCounted = answered.every(
    ({ baseline, candidate }) =>
      baseline.tokensSource === candidate.tokensSource &&
      [baseline, candidate].every(({ outputTokens }) => (outputTokens.total ?? 0) > 0),
  );
  const length = (request: RequestRecord) =>
    Math.max(1, isCounted ? (request.outputTokens.total ?? 0) : request.lengthChars);
  return {
    unit: isCounted ? ("tokens" as const) : ("characters" as const),
    lengths: answered.map(({ baseline, candidate }) => ({
      baseline: length(baseline),
      candidate: length(candidate),
    })),
  };
}
