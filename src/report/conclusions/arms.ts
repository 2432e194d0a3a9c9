import type { RequestRecord, Run } from "../../bench/index.ts";
import { mean, medianOf, quantile, smallestSampleFor, sorted } from "../../stats/index.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { countFailures, type FailureCount, hasFailed } from "./failure-kind.ts";
import { countedRequests } from "./pairs.ts";

/** Counts of one arm's requests. */
export interface ArmSummary {
  readonly name: string;
  /** Requests except the warm-up. */
  readonly requests: number;
  /** How many of these gave no complete answer: rejected, cut off, truncated or empty. */
  readonly failed: number;
  /** The failed requests by kind, the most frequent first. */
  readonly failures: readonly FailureCount[];
  /** Warm-up requests, which are in no other count. */
  readonly warmUp: number;
  /** Answered requests by finish reason, such as `stop` or `length`. */
  readonly ends: Readonly<Record<string, number>>;
  /** Median output tokens of the answered requests; `undefined` if unknown. */
  readonly medianTokens: number | undefined;
}

/**
 * Distribution of one metric in one arm, over the answered requests. A percentile is `undefined` with fewer
 * answers than its interval needs: 36 for p90, 72 for p95, 368 for p99.
 */
export interface ArmFigures {
  readonly arm: string;
  /** Answered requests with a value. */
  readonly requests: number;
  /** All in the metric's unit. */
  readonly median: number | undefined;
  readonly p90: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly max: number | undefined;
  readonly mean: number | undefined;
}

export function armSummaries(run: Run): readonly ArmSummary[] {
  const counted = countedRequests(run);
  return run.manifest.plan.arms.map(({ name }) => {
    const requests = counted.filter(({ arm }) => arm === name);
    const answered = requests.filter((request) => !hasFailed(request));
    return {
      name,
      requests: requests.length,
      failed: requests.length - answered.length,
      failures: countFailures(requests),
      warmUp: run.requests.filter(({ warmUp, arm }) => warmUp && arm === name).length,
      ends: countedEnds(answered),
      medianTokens: medianOf(answered.flatMap(({ outputTokens }) => outputTokens.total ?? [])),
    };
  });
}

interface AnsweredArm {
  readonly arm: string;
  readonly requests: readonly RequestRecord[];
}

/** Returns each arm's answered requests, in the plan's order. */
export function answeredByArm(run: Run): readonly AnsweredArm[] {
  const answered = countedRequests(run).filter((request) => !hasFailed(request));
  return run.manifest.plan.arms.map(({ name }) => ({
    arm: name,
    requests: answered.filter((request) => request.arm === name),
  }));
}

export function armFigures(
  answered: readonly AnsweredArm[],
  { key }: MetricFacts,
): readonly ArmFigures[] {
  return answered.map(({ arm, requests }) => {
    const values: number[] = [];
    for (const { metrics } of requests) {
      const value = metrics[key];
      if (value !== undefined && Number.isFinite(value)) values.push(value);
    }
    return { arm, requests: values.length, ...figuresOf(values) };
  });
}

function figuresOf(values: readonly number[]): Omit<ArmFigures, "arm" | "requests"> {
  const ascending = sorted(values);
  const percentile = (share: number) =>
    values.length < smallestSampleFor(share) ? undefined : quantile(ascending, share);
  return {
    median: values.length === 0 ? undefined : quantile(ascending, 0.5),
    p90: percentile(0.9),
    p95: percentile(0.95),
    p99: percentile(0.99),
    max: ascending.at(-1),
    mean: values.length === 0 ? undefined : mean(values),
  };
}

function countedEnds(requests: readonly RequestRecord[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { end } of requests) {
    const failure = end.kind === "failed" ? `failed: ${end.failure.code}` : end.kind;
    const code = end.kind === "other" ? `other: ${end.raw}` : failure;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
