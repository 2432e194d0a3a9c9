import type { RequestRecord } from "../../bench/index.ts";
import { hodgesLehmann, hodgesLehmannInterval } from "../../stats/index.ts";
import type { ComparabilityCheck } from "./metric-comparability.ts";
import { formatEffectInterval } from "../words/format-effect.ts";
import { formatShare } from "../words/format.ts";
import type { RequestPair } from "./pairs.ts";

/** Answers that differ more in length than this do not take the same time. */
const LARGEST_LENGTH_DIFFERENCE = 0.05;

/** Fewer pairs have no interval: then every pair by itself must agree. */
const FEWEST_PAIRS = 6;

const LIMIT = Math.log1p(LARGEST_LENGTH_DIFFERENCE);

/**
 * Whether the answers of both arms are equally long, within 5 %: in tokens where both sides were counted
 * in the same way, else in characters. Held only if the 90 % interval of the typical ratio and the ratio
 * of the totals lie inside; broken if the interval or the ratio of the totals lies outside; else not decided.
 *
 * @param answered The pairs that both arms answered.
 */
export function lengthCheck(answered: readonly RequestPair[]): ComparabilityCheck {
  const check = { id: "lengths", label: "Length of the answers" };
  if (answered.length === 0) {
    return { ...check, outcome: "not-measured", finding: "No pair was answered by both arms" };
  }
  const { lengths, unit } = lengthsOf(answered);
  const logs = lengths.map(({ baseline, candidate }) => Math.log(candidate / baseline));
  const bounds =
    logs.length < FEWEST_PAIRS ? rangeOf(logs) : hodgesLehmannInterval(logs, { level: 0.9 });
  const interval = { ...bounds, estimate: hodgesLehmann(logs) };
  const outcome = decided(interval);
  const total = (of: "baseline" | "candidate") =>
    lengths.reduce((sum, length) => sum + length[of], 0);
  const totalLog = Math.log(total("candidate") / total("baseline"));
  const agrees = outcome === "held" && Math.abs(totalLog) <= LIMIT;
  const seen = finding({ interval, totalLog, unit, pairs: logs.length });
  return {
    ...check,
    outcome: outcome === "held" && !agrees ? "broken" : outcome,
    finding:
      outcome === "not-decided"
        ? `${seen}; ${logs.length} pairs do not decide whether they are equally long within ${formatShare(LARGEST_LENGTH_DIFFERENCE)}`
        : seen,
  };
}

interface LogInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

function decided({ low, high }: { readonly low: number; readonly high: number }) {
  if (low >= -LIMIT && high <= LIMIT) return "held";
  return low > LIMIT || high < -LIMIT ? "broken" : "not-decided";
}

function rangeOf(logs: readonly number[]) {
  const ascending = logs.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [ascending[0], ascending.at(-1)];
  return { low, high };
}

function finding({
  interval,
  totalLog,
  unit,
  pairs,
}: {
  readonly interval: LogInterval;
  readonly totalLog: number;
  readonly unit: string;
  readonly pairs: number;
}): string {
  if (interval.low === 0 && interval.high === 0 && totalLog === 0) {
    return `The answers of both arms are equally long, in ${unit}`;
  }
  const ratios = {
    estimate: Math.exp(interval.estimate),
    low: Math.exp(interval.low),
    high: Math.exp(interval.high),
  };
  const [typical, total] = [
    formatEffectInterval(ratios, { scale: "ratio", unit: "" }),
    formatEffectInterval(
      { estimate: Math.exp(totalLog), low: Math.exp(totalLog), high: Math.exp(totalLog) },
      { scale: "ratio", unit: "" },
    ).split(" [")[0],
  ];
  const range = pairs < FEWEST_PAIRS ? "range" : "90 % interval";
  return `The candidate’s answers against the baseline’s, in ${unit}: ${typical} (${range}), in total ${total}`;
}

/** Both lengths of each pair, positive; an answered request has at least one character. */
function lengthsOf(answered: readonly RequestPair[]) {
  const isCounted = answered.every(
    ({ baseline, candidate }) =>
      baseline.tokensSource === candidate.tokensSource &&
      hasTokens(baseline) &&
      hasTokens(candidate),
  );
  const length = (request: RequestRecord) =>
    Math.max(1, isCounted ? (request.outputTokens.total ?? 0) : request.lengthChars);
  return {
    unit: isCounted ? "tokens" : "characters",
    lengths: answered.map(({ baseline, candidate }) => ({
      baseline: length(baseline),
      candidate: length(candidate),
    })),
  };
}

function hasTokens({ outputTokens }: RequestRecord): boolean {
  return outputTokens.total !== undefined && outputTokens.total > 0;
}
