import type { Plan, RequestRecord, Run } from "../../bench/index.ts";
import { hasFailed } from "./failure-kind.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** Both arms' requests on one prompt. */
export interface RequestPair {
  readonly pair: number;
  readonly baseline: RequestRecord;
  readonly candidate: RequestRecord;
}

/** How many pairs of requests a plan had, and how many of them ended. */
export interface PairCount {
  readonly planned: number;
  /** Both requests have ended, whatever way. */
  readonly complete: number;
  /** Of the complete pairs: those that both arms answered. All timing rests on these. */
  readonly answered: number;
  /** Only the baseline's request failed. */
  readonly baselineFailed: number;
  /** Only the candidate's request failed. */
  readonly candidateFailed: number;
  /** Both requests failed: such a pair is in no estimate and no test. */
  readonly bothFailed: number;
}

/** What became of the complete pairs of one metric, each counted once. */
export interface PairTally {
  /** Both arms answered, and both have a figure: all that is estimated is estimated from these. */
  readonly compared: number;
  /** Only the baseline's request failed. */
  readonly baselineFailed: number;
  /** Only the candidate's request failed. */
  readonly candidateFailed: number;
  /** Both failed: such a pair is evidence for neither arm, nor for their being alike. */
  readonly bothFailed: number;
  /** Both answered, but at least one has no figure. */
  readonly withoutFigure: number;
}

/** One metric over the pairs that both arms answered: `baseline[i]` and `candidate[i]` belong together. */
export interface PairedValues {
  /** In the metric's unit, finite; from 0 up if the metric is compared as a ratio. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  readonly tally: PairTally;
}

/** The requests that count: warm-up aside, and aside what the end of the run cut off. */
export function countedRequests(run: Run): readonly RequestRecord[] {
  return run.requests.filter((request) => !request.warmUp && request.end.kind !== "aborted");
}

/** The pairs of which both requests have ended, in the plan's order. */
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

/** What became of the planned pairs, whatever was measured in them. */
export function countPairs({ pairs: planned }: Plan, complete: readonly RequestPair[]): PairCount {
  const reasons = complete.map((pair) => reasonToLeave(pair));
  const count = (of: ReturnType<typeof reasonToLeave>) =>
    reasons.filter((reason) => reason === of).length;
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
 * One metric of one request; a failed request is worse than any other, whatever it had shown before
 * it failed. `undefined` where it is not known, or where neither way is worse.
 */
export function valueOf(request: RequestRecord, metric: MetricFacts): number | undefined {
  if (!hasFailed(request)) return request.metrics[metric.key];
  switch (metric.better) {
    case "lower":
      return Infinity;
    case "higher":
      return -Infinity;
    case "neither":
      return undefined;
  }
}

/** One metric over all pairs. Nothing is trimmed; every pair that cannot be compared is counted. */
export function pairedValues(pairs: readonly RequestPair[], metric: MetricFacts): PairedValues {
  const baseline: number[] = [];
  const candidate: number[] = [];
  const left = { baselineFailed: 0, candidateFailed: 0, bothFailed: 0, withoutFigure: 0 };
  for (const pair of pairs) {
    const reason = reasonToLeave(pair);
    const a = figureOf(pair.baseline, metric);
    const b = figureOf(pair.candidate, metric);
    if (reason !== undefined) left[reason]++;
    else if (a === undefined || b === undefined) left.withoutFigure++;
    else {
      baseline.push(a);
      candidate.push(b);
    }
  }
  return { baseline, candidate, tally: { compared: baseline.length, ...left } };
}

function reasonToLeave({ baseline, candidate }: RequestPair) {
  if (hasFailed(baseline)) return hasFailed(candidate) ? "bothFailed" : "baselineFailed";
  return hasFailed(candidate) ? "candidateFailed" : undefined;
}

/** A negative time is a broken clock's; it has no ratio. */
function figureOf({ metrics }: RequestRecord, { key, compareAs }: MetricFacts): number | undefined {
  const value = metrics[key];
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return compareAs === "ratio" && value < 0 ? undefined : value;
}
