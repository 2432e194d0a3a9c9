import type { RequestRecord, Run } from "../bench/index.ts";
import { hasFailed } from "./failure-kind.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** Both arms' requests on one prompt. */
export interface Pair {
  readonly pair: number;
  readonly baseline: RequestRecord;
  readonly candidate: RequestRecord;
}

/** One metric over the pairs: `baseline[i]` and `candidate[i]` belong together. */
export interface PairedValues {
  /** In the metric's unit; a failed request stands as ±∞, worse than any other. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  /** Pairs without a figure on one side though the request succeeded. */
  readonly excludedPairs: number;
}

/** The requests that count: warm-up aside, and aside what the end of the run cut off. */
export function countedRequests(run: Run): readonly RequestRecord[] {
  return run.requests.filter((request) => !request.warmUp && request.end.kind !== "aborted");
}

/** The pairs of which both requests have ended, in the plan's order. */
export function pairsOf(run: Run): readonly Pair[] {
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

/** One metric over all pairs. Nothing is trimmed; what cannot enter is counted. */
export function pairedValues(pairs: readonly Pair[], metric: MetricFacts): PairedValues {
  const baseline: number[] = [];
  const candidate: number[] = [];
  for (const pair of pairs) {
    const a = valueOf(pair.baseline, metric);
    const b = valueOf(pair.candidate, metric);
    if (a === undefined || b === undefined) continue;
    baseline.push(a);
    candidate.push(b);
  }
  return { baseline, candidate, excludedPairs: pairs.length - baseline.length };
}
