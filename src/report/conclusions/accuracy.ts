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

/** The client's measurement errors, over the requests for which the server kept a record. */
export interface Accuracy extends AccuracyFigures {
  /** The same for each arm, in the plan's order: a bias in one arm looks like an effect. */
  readonly arms: readonly (AccuracyFigures & { readonly arm: string })[];
  /** The part of an effect between the arms that this client causes; `undefined` for one arm. */
  readonly difference: ErrorDifference | undefined;
}

/** Measurement errors over a set of requests. */
export interface AccuracyFigures {
  readonly requests: number;
  /** Error of the time to the first token at the wire. */
  readonly ttft: MeasuringError;
  /** Error of a request's median gap between tokens at the wire; `undefined` if no server reported it. */
  readonly itl: MeasuringError | undefined;
}

/**
 * Compares the client's figures with the server's record, if there is one. The error of a latency includes the
 * network, about 0.1 ms on loopback.
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
        return figures ? [{ arm: name, ...figures }] : [];
      }),
      difference:
        before && after
          ? errorDifference(answered, { baseline: before.name, candidate: after.name })
          : undefined,
    }
  );
}

/**
 * Whether an effect is no larger than the difference between the client's errors in the two arms, or cannot be
 * distinguished from it. False if that difference is unknown, and for metrics that are not times.
 */
export function isBelowAccuracy(
  { errorFrom }: MetricFacts,
  { shift }: Pick<Comparison, "shift">,
  accuracy: Accuracy | undefined,
): boolean {
  const errorMs = errorFrom && accuracy?.difference?.[`${errorFrom}Ms` as const];
  if (shift === undefined || errorMs === undefined) return false;
  const isSmaller = Math.abs(shift.estimate) <= Math.abs(errorMs);
  return isSmaller || (shift.low <= errorMs && errorMs <= shift.high);
}

function figuresOf(answered: readonly RequestRecord[]): AccuracyFigures | undefined {
  const { ttft, gap } = measuringErrors(answered);
  return ttft && { requests: ttft.requests, ttft, itl: gap };
}
