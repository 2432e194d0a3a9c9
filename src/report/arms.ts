import type { Arm, RequestRecord, Run } from "../bench/index.ts";
import { quantile, sorted } from "../stats/index.ts";
import type { ArmFigures, ArmSummary } from "./conclusions.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { hasFailed } from "./failure-kind.ts";
import { countedRequests, valueOf } from "./pairs.ts";
import { plainText } from "./plain-text.ts";

/** Below this, the 90th percentile is the luck of one request. */
const FEWEST_FOR_P90 = 36;

/** What became of each arm's requests, in the plan's order. */
export function armSummaries(run: Run): readonly ArmSummary[] {
  const counted = countedRequests(run);
  return run.manifest.plan.arms.map((arm) => {
    const requests = counted.filter((request) => request.arm === arm.name);
    const tokens = requests.flatMap(({ outputTokens }) => outputTokens.total ?? []);
    return {
      name: plainText(arm.name),
      description: describeArm(arm),
      requests: requests.length,
      failed: requests.filter((request) => hasFailed(request)).length,
      warmUp: run.requests.filter((request) => request.warmUp && request.arm === arm.name).length,
      ends: countedEnds(requests),
      medianTokens: quantileOf(tokens, 0.5),
    };
  });
}

/** One metric's distribution in each arm. */
export function armFigures(run: Run, metric: MetricFacts): readonly ArmFigures[] {
  const counted = countedRequests(run);
  return run.manifest.plan.arms.map((arm) => {
    const values = counted
      .filter((request) => request.arm === arm.name)
      .flatMap((request) => valueOf(request, metric) ?? []);
    return {
      arm: plainText(arm.name),
      requests: values.length,
      median: quantileOf(values, 0.5),
      p90: values.length < FEWEST_FOR_P90 ? undefined : quantileOf(values, 0.9),
    };
  });
}

/** Provider, model and buffer of an arm, without what could hold a key. */
export function describeArm({ provider, model, buffer }: Arm): string {
  const options = Object.entries(buffer.options).map(([name, value]) => `${name} ${value}`);
  const strategy =
    options.length === 0 ? buffer.strategy : `${buffer.strategy} (${options.join(", ")})`;
  const where =
    provider.baseUrl === undefined ? provider.kind : `${provider.kind} at ${provider.baseUrl}`;
  return [where, model, strategy].map((part) => plainText(part)).join(" · ");
}

/** A quantile; infinite where it lies among the failed requests. */
function quantileOf(values: readonly number[], q: number): number | undefined {
  if (values.length === 0) return undefined;
  if (values.every((value) => Number.isFinite(value))) return quantile(sorted(values), q);
  // Between a number and infinity nothing can be interpolated: the nearest rank, on the worse side.
  const rank = (values.length - 1) * q;
  const ranked = values.toSorted((a, b) => a - b);
  return ranked[values.includes(Infinity) ? Math.ceil(rank) : Math.floor(rank)];
}

function countedEnds(requests: readonly RequestRecord[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { end } of requests) {
    const words = endWords(end);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

function endWords(end: RequestRecord["end"]): string {
  switch (end.kind) {
    case "failed":
      return `failed: ${end.failure.code}`;
    case "other":
      return `other: ${end.raw}`;
    default:
      return end.kind;
  }
}
