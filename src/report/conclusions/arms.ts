import type { Arm, RequestRecord, Run } from "../../bench/index.ts";
import { mean, quantile, smallestSampleFor, sorted } from "../../stats/index.ts";
import type { ArmFigures, ArmSummary } from "./conclusions.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { countFailures, hasFailed } from "./failure-kind.ts";
import { countedRequests } from "./pairs.ts";
import { plainText } from "../words/plain-text.ts";

/** What became of each arm's requests, in the plan's order. */
export function armSummaries(run: Run): readonly ArmSummary[] {
  const counted = countedRequests(run);
  return run.manifest.plan.arms.map((arm) => {
    const requests = counted.filter((request) => request.arm === arm.name);
    const tokens = requests
      .filter((request) => !hasFailed(request))
      .flatMap(({ outputTokens }) => outputTokens.total ?? []);
    return {
      name: plainText(arm.name),
      description: describeArm(arm),
      requests: requests.length,
      failed: requests.filter((request) => hasFailed(request)).length,
      failures: countFailures(requests),
      warmUp: run.requests.filter((request) => request.warmUp && request.arm === arm.name).length,
      ends: countedEnds(requests.filter((request) => !hasFailed(request))),
      medianTokens: tokens.length === 0 ? undefined : quantile(sorted(tokens), 0.5),
    };
  });
}

/** The answered requests of one arm. */
export interface AnsweredArm {
  readonly arm: string;
  readonly requests: readonly RequestRecord[];
}

/** The requests that each arm answered, in the plan's order. */
export function answeredByArm(run: Run): readonly AnsweredArm[] {
  const answered = countedRequests(run).filter((request) => !hasFailed(request));
  return run.manifest.plan.arms.map(({ name }) => ({
    arm: plainText(name),
    requests: answered.filter((request) => request.arm === name),
  }));
}

/** One metric's distribution in each arm. */
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
  if (values.length === 0) return NO_FIGURES;
  const ascending = sorted(values);
  const percentile = (share: number) =>
    values.length < smallestSampleFor(share) ? undefined : quantile(ascending, share);
  return {
    median: quantile(ascending, 0.5),
    p90: percentile(0.9),
    p95: percentile(0.95),
    p99: percentile(0.99),
    max: ascending.at(-1),
    mean: mean(values),
  };
}

const NO_FIGURES = {
  median: undefined,
  p90: undefined,
  p95: undefined,
  p99: undefined,
  max: undefined,
  mean: undefined,
};

/** Provider, model and buffer of an arm, without what could hold a key. */
export function describeArm({ provider, model, buffer }: Arm): string {
  const options = Object.entries(buffer.options).map(([name, value]) => `${name} ${value}`);
  const strategy =
    options.length === 0 ? buffer.strategy : `${buffer.strategy} (${options.join(", ")})`;
  const where =
    provider.baseUrl === undefined ? provider.kind : `${provider.kind} at ${provider.baseUrl}`;
  return [where, model, strategy].map((part) => plainText(part)).join(" · ");
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
