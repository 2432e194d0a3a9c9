import { hodgesLehmann, quantile, sorted } from "../../stats/index.ts";
import type { RequestRecord } from "../store/run.ts";

/** How far a client's figures are from the server's record: client minus server, in milliseconds. */
export interface MeasuringError {
  /** Number of requests. */
  readonly requests: number;
  /** Median with its sign: the client's bias. */
  readonly medianMs: number;
  /** 95th percentile of the absolute value. */
  readonly p95SizeMs: number;
}

/** The measuring errors of some requests, at the wire; `undefined` if no server keeps a record of them. */
export interface MeasuringErrors {
  /** Of the time to the first token. */
  readonly ttft: MeasuringError | undefined;
  /** Of a request's median gap. */
  readonly gap: MeasuringError | undefined;
}

/** The measuring errors of one arm. */
export interface ArmErrors extends MeasuringErrors {
  readonly arm: string;
}

/**
 * How much of a difference between two arms is made by the client that measures it, in milliseconds: the
 * Hodges–Lehmann estimate of the candidate's error − the baseline's, over pairs. It is the bias of an effect
 * that is estimated over the same pairs, and an effect no larger than this is not an effect of the arms.
 */
export interface ErrorDifference {
  readonly ttftMs: number | undefined;
  readonly gapMs: number | undefined;
}

type ErrorOf = (request: RequestRecord) => number | undefined;

/** On loopback it contains about 0.1 ms of network. */
function ttftErrorMs({ metrics, truth }: RequestRecord): number | undefined {
  const measuredMs = metrics["ttft@wire"];
  return measuredMs === undefined || truth === undefined ? undefined : measuredMs - truth.ttftMs;
}

function gapErrorMs({ gapsUs, truth }: RequestRecord): number | undefined {
  if (truth?.medianItlMs === undefined || gapsUs.wire.length === 0) return undefined;
  return quantile(sorted(gapsUs.wire), 0.5) / 1000 - truth.medianItlMs;
}

function errorOver(
  requests: readonly RequestRecord[],
  errorOf: ErrorOf,
): MeasuringError | undefined {
  const errorsMs = requests.flatMap((request) => errorOf(request) ?? []);
  if (errorsMs.length === 0) return undefined;
  return {
    requests: errorsMs.length,
    medianMs: quantile(sorted(errorsMs), 0.5),
    p95SizeMs: quantile(sorted(errorsMs.map(Math.abs)), 0.95),
  };
}

/**
 * The measuring errors of requests, each over those for which it is known.
 *
 * @param requests Those that count: no warm-up, no failures.
 *
 * @example
 * ```ts
 * measuringErrors([]).ttft; // undefined
 * ```
 */
export function measuringErrors(requests: readonly RequestRecord[]): MeasuringErrors {
  return { ttft: errorOver(requests, ttftErrorMs), gap: errorOver(requests, gapErrorMs) };
}

/** The measuring errors of every arm, in the order in which the arms first occur, of requests that count. */
export function errorsByArm(requests: readonly RequestRecord[]): readonly ArmErrors[] {
  return [...new Set(requests.map(({ arm }) => arm))].map((arm) => {
    return { arm, ...measuringErrors(requests.filter((request) => request.arm === arm)) };
  });
}

/**
 * How differently the client measured two arms. Unknown without a pair in which both errors are known.
 *
 * @param requests Those that count: no warm-up, no failures.
 *
 * @example
 * ```ts
 * errorDifference([], { baseline: "a", candidate: "b" }); // {}
 * ```
 */
export function errorDifference(
  requests: readonly RequestRecord[],
  arms: { readonly baseline: string; readonly candidate: string },
): ErrorDifference {
  const byPair = new Map(
    requests.filter(({ arm }) => arm === arms.baseline).map((request) => [request.pair, request]),
  );
  const candidates = requests.filter(({ arm }) => arm === arms.candidate);
  const differenceIn = (errorOf: ErrorOf) => {
    const differences = candidates.flatMap((request) => {
      const baseline = byPair.get(request.pair);
      const [before, after] = [baseline && errorOf(baseline), errorOf(request)];
      return before === undefined || after === undefined ? [] : after - before;
    });
    return differences.length === 0 ? undefined : hodgesLehmann(differences);
  };
  return { ttftMs: differenceIn(ttftErrorMs), gapMs: differenceIn(gapErrorMs) };
}
