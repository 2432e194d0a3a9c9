import type { Plan, RequestRecord, Run } from "../../bench/index.ts";
import { hasFailed } from "./failure-kind.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** Both arms' requests with the same prompt. */
export interface RequestPair {
  readonly pair: number;
  readonly baseline: RequestRecord;
  readonly candidate: RequestRecord;
}

export interface PairCount {
  readonly planned: number;
  /** Both requests have ended. */
  readonly complete: number;
  /** Complete pairs that both arms answered; all timing is estimated from these. */
  readonly answered: number;
  /** Only the baseline's request failed. */
  readonly baselineFailed: number;
  /** Only the candidate's request failed. */
  readonly candidateFailed: number;
  /** Both requests failed: evidence neither for an arm nor for equivalence, so in no estimate or test. */
  readonly bothFailed: number;
}

/** Counts of the complete pairs of one metric, each counted once. */
export interface PairTally extends Pick<
  PairCount,
  "baselineFailed" | "candidateFailed" | "bothFailed"
> {
  /** Both arms have a value; all estimates use these. */
  readonly compared: number;
  /** Both answered, but at least one has no value. */
  readonly withoutFigure: number;
}

/** One metric over the pairs that both arms answered: `baseline[i]` and `candidate[i]` are a pair. */
export interface PairedValues {
  /** In the metric's unit, finite; from 0 up if the metric is compared as a ratio. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  readonly tally: PairTally;
}

/** Returns the requests that count: not warm-up, and not cut off by the end of the run. */
export function countedRequests(run: Run): readonly RequestRecord[] {
  return run.requests.filter((request) => !request.warmUp && request.end.kind !== "aborted");
}

/** Returns the complete pairs, in the plan's order. */
export function pairsOf(run: Run): readonly RequestPair[] {
  const [baselineArm, candidateArm] = run.manifest.plan.arms;
  const counted = countedRequests(run);
  const candidates = new Map(
    counted
      .filter(({ arm }) => arm === candidateArm?.name)
      .map((request) => [request.pair, request]),
  );
  return counted
    .filter(({ arm }) => arm === baselineArm?.name)
    .flatMap((baseline) => {
      const candidate = candidates.get(baseline.pair);
      return candidate === undefined ? [] : [{ pair: baseline.pair, baseline, candidate }];
    })
    .toSorted((a, b) => a.pair - b.pair);
}

export function countPairs({ pairs: planned }: Plan, complete: readonly RequestPair[]): PairCount {
  const sides = complete.map((pair) => failedSide(pair));
  const count = (side: ReturnType<typeof failedSide>) => sides.filter((one) => one === side).length;
  return {
    planned,
    complete: complete.length,
    answered: count(undefined),
    baselineFailed: count("baselineFailed"),
    candidateFailed: count("candidateFailed"),
    bothFailed: count("bothFailed"),
  };
}

/**
 * Returns one metric of one request. A failed request is infinitely bad, even if it showed some text before it
 * failed; `undefined` if unknown, or if it failed and neither direction is worse.
 */
export function valueOf(request: RequestRecord, metric: MetricFacts): number | undefined {
  if (!hasFailed(request)) return request.metrics[metric.key];
  return { lower: Infinity, higher: -Infinity, neither: undefined }[metric.better];
}

/** Returns one metric over all pairs. Nothing is trimmed; every pair that cannot be compared is counted. */
export function pairedValues(pairs: readonly RequestPair[], metric: MetricFacts): PairedValues {
  const baseline: number[] = [];
  const candidate: number[] = [];
  const excluded = { baselineFailed: 0, candidateFailed: 0, bothFailed: 0, withoutFigure: 0 };
  for (const pair of pairs) {
    const side = failedSide(pair);
    const a = figureOf(pair.baseline, metric);
    const b = figureOf(pair.candidate, metric);
    if (side !== undefined) excluded[side]++;
    else if (a === undefined || b === undefined) excluded.withoutFigure++;
    else {
      baseline.push(a);
      candidate.push(b);
    }
  }
  return { baseline, candidate, tally: { compared: baseline.length, ...excluded } };
}

function failedSide({ baseline, candidate }: RequestPair) {
  if (hasFailed(baseline)) return hasFailed(candidate) ? "bothFailed" : "baselineFailed";
  return hasFailed(candidate) ? "candidateFailed" : undefined;
}

/** A negative time comes from a broken clock and has no ratio. */
function figureOf({ metrics }: RequestRecord, { key, compareAs }: MetricFacts): number | undefined {
  const value = metrics[key];
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return compareAs === "ratio" && value < 0 ? undefined : value;
}
