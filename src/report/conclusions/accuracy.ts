import {
  type ErrorDifference,
  errorDifference,
  type MeasuringError,
  measuringErrors,
  type RequestRecord,
  type Run,
} from "../../bench/index.ts";
import type { Comparison } from "./comparison.ts";
import { hasFailed } from "./failure-kind.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { countedRequests } from "./pairs.ts";

/** What the client measured against what the server did, over the requests where both are known. */
export interface Accuracy extends AccuracyFigures {
  /** The same for each arm of which it is known, in the plan's order: a bias of one arm is an effect. */
  readonly arms: readonly ArmAccuracy[];
  /** How much of an effect between the arms this client makes itself; `undefined` for one arm. */
  readonly difference: ErrorDifference | undefined;
}

/** The client's errors over some requests. */
export interface AccuracyFigures {
  readonly requests: number;
  /** Of the time to the first token at the wire. */
  readonly ttft: MeasuringError;
  /** Of a request's median gap between tokens at the wire; `undefined` if no server reported it. */
  readonly itl: MeasuringError | undefined;
}

/** The client's errors in one arm. */
export interface ArmAccuracy extends AccuracyFigures {
  readonly arm: string;
}

/**
 * How far the client's own figures are from the server's record, if the server keeps one. The error of
 * a latency contains the network's part, on loopback about 0.1 ms.
 */
export function accuracyOf(run: Run): Accuracy | undefined {
  const answered = countedRequests(run).filter((request) => !hasFailed(request));
  const all = figuresOf(answered);
  const [before, after] = run.manifest.plan.arms;
  return (
    all && {
      ...all,
      arms: run.manifest.plan.arms.flatMap(({ name }) => {
        const figures = figuresOf(answered.filter(({ arm }) => arm === name));
        return figures === undefined ? [] : [{ arm: name, ...figures }];
      }),
      difference:
        before && after
          ? errorDifference(answered, { baseline: before.name, candidate: after.name })
          : undefined,
    }
  );
}

/**
 * Whether an effect is no larger than the difference of the client's errors between the arms, or
 * cannot be told from it. False if that difference is not known, and for what is not a time.
 */
export function isBelowAccuracy(
  metric: MetricFacts,
  { shift }: Pick<Comparison, "shift">,
  accuracy: Accuracy | undefined,
): boolean {
  const errorMs = errorDifferenceMs(metric, accuracy);
  if (shift === undefined || errorMs === undefined) return false;
  const isSmaller = Math.abs(shift.estimate) <= Math.abs(errorMs);
  return isSmaller || (shift.low <= errorMs && errorMs <= shift.high);
}

/** Candidate minus baseline, of the client's errors in what a metric is made of. */
function errorDifferenceMs(
  { errorFrom }: MetricFacts,
  accuracy: Accuracy | undefined,
): number | undefined {
  switch (errorFrom) {
    case "ttft":
      return accuracy?.difference?.ttftMs;
    case "gap":
      return accuracy?.difference?.gapMs;
    case undefined:
      return undefined;
  }
}

function figuresOf(answered: readonly RequestRecord[]): AccuracyFigures | undefined {
  const { ttft, gap } = measuringErrors(answered);
  return ttft && { requests: ttft.requests, ttft, itl: gap };
}
