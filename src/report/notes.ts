import type { Run, StoredRun } from "../bench/index.ts";
import { formatCount } from "./format.ts";
import { hasFailed } from "./failure-kind.ts";
import type { Pair } from "./pairs.ts";

/** What a careful reader must know besides the verdict. */
export function notesOn(run: Run | StoredRun, pairs: readonly Pair[]): readonly string[] {
  const { plan, status } = run.manifest;
  const aborted = run.requests.filter(
    ({ end, warmUp }) => !warmUp && end.kind === "aborted",
  ).length;
  const failedPairs = pairs.filter(
    ({ baseline, candidate }) => hasFailed(baseline) || hasFailed(candidate),
  ).length;
  const unreadable = "unreadableLines" in run ? run.unreadableLines : 0;
  return [
    ...(unreadable === 0
      ? []
      : [
          `${formatCount(unreadable, "line")} of the run’s file could not be read and do not count`,
        ]),
    ...(status === "complete" || pairs.length >= plan.pairs
      ? []
      : [
          `The run ended after ${formatCount(pairs.length, "pair")} of ${plan.pairs} planned; if it was stopped because of what was seen, its p-values are too small`,
        ]),
    ...(aborted === 0
      ? []
      : [
          `${formatCount(aborted, "request")} cut off by the end of the run: not counted, nor the other half of the pair`,
        ]),
    ...(failedPairs === 0
      ? []
      : [
          `${formatCount(failedPairs, "pair")} with a failed request: the failure counts as worse than any figure`,
        ]),
  ];
}
