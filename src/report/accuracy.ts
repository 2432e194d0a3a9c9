import type { RequestRecord, Run } from "../bench/index.ts";
import { quantile, sorted } from "../stats/index.ts";
import { hasFailed } from "./failure-kind.ts";
import { countedRequests } from "./pairs.ts";

/** What the client measured against what the server did, over the requests where both are known. */
export interface Accuracy {
  readonly requests: number;
  /** Of the time to the first token at the wire. */
  readonly ttft: MeasuringError;
  /** Of a request's median gap between tokens at the wire; `undefined` where no server told it. */
  readonly itl: MeasuringError | undefined;
}

/** Client minus server, in milliseconds. */
export interface MeasuringError {
  /** Median with its sign: the client's bias. */
  readonly medianMs: number;
  /** 95th percentile of the size, whatever the sign. */
  readonly p95SizeMs: number;
}

/**
 * How far the client's own figures are from the truth of the server, where a server tells it. The
 * error of a latency contains the network's part, on loopback about 0.1 ms.
 */
export function accuracyOf(run: Run): Accuracy | undefined {
  const answered = countedRequests(run).filter((request) => !hasFailed(request));
  const ttftErrorsMs = answered.flatMap((request) => ttftErrorMs(request) ?? []);
  const itlErrorsMs = answered.flatMap((request) => itlErrorMs(request) ?? []);
  if (ttftErrorsMs.length === 0) return undefined;
  return {
    requests: ttftErrorsMs.length,
    ttft: summary(ttftErrorsMs),
    itl: itlErrorsMs.length === 0 ? undefined : summary(itlErrorsMs),
  };
}

function ttftErrorMs({ metrics, truth }: RequestRecord): number | undefined {
  const measuredMs = metrics["ttft@wire"];
  return measuredMs === undefined || truth === undefined ? undefined : measuredMs - truth.ttftMs;
}

function itlErrorMs({ gapsUs, truth }: RequestRecord): number | undefined {
  if (truth?.medianItlMs === undefined || gapsUs.wire.length === 0) return undefined;
  return quantile(sorted(gapsUs.wire), 0.5) / 1000 - truth.medianItlMs;
}

function summary(errorsMs: readonly number[]): MeasuringError {
  return {
    medianMs: quantile(sorted(errorsMs), 0.5),
    p95SizeMs: quantile(sorted(errorsMs.map((error) => Math.abs(error))), 0.95),
  };
}
