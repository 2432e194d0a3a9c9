import type { ArmSummary } from "../conclusions/arms.ts";
import type { Conclusions } from "../conclusions/conclusions.ts";
import { type FailureCount, mostFrequent } from "../conclusions/failure-kind.ts";
import { formatEffect } from "./format-effect.ts";
import { formatCount, formatShare } from "./format.ts";

/**
 * Returns one sentence about failed requests: counts and kinds in each arm, and the difference between the rates
 * with its interval. `undefined` if no request failed.
 *
 * As in `b failed in 4 of 30 requests (13 %: connection lost) and a in none; difference +13 points, 95 % interval
 * [0, +30].`
 */
export function failureSentence({
  arms,
  failureRate,
}: Pick<Conclusions, "arms" | "failureRate">): string | undefined {
  if (arms.every(({ failed }) => failed === 0)) return undefined;
  const phrases = arms
    .toSorted((a, b) => b.failed - a.failed)
    .map((arm, index) => failurePhrase(arm, index === 0))
    .join(" and ");
  if (failureRate === undefined) return `${phrases}.`;
  const { estimate, bounds } = formatEffect(failureRate, { scale: "share", unit: "" });
  return `${phrases}; difference ${estimate}, 95 % interval ${bounds}.`;
}

/** `503`, or `503 3, empty 1` if there are several kinds. */
export function failureKinds(failures: readonly FailureCount[]): string {
  const [only, ...more] = failures;
  if (only === undefined) return "";
  return more.length === 0
    ? failureLabel(only.kind)
    : failures.map(({ kind, count }) => `${failureLabel(kind)} ${count}`).join(", ");
}

function failureLabel(kind: string): string {
  return kind === "cut" ? "connection lost" : kind;
}

/** `40 of 44 requests failed (503)`, over all arms. */
export function allFailures(arms: readonly ArmSummary[]): string {
  const failed = arms.reduce((sum, arm) => sum + arm.failed, 0);
  const requests = arms.reduce((sum, arm) => sum + arm.requests, 0);
  const kinds = mostFrequent(arms.flatMap(({ failures }) => failures));
  return `${failed} of ${formatCount(requests, "request")} failed (${failureKinds(kinds)})`;
}

function failurePhrase({ name, failed, requests, failures }: ArmSummary, hasVerb: boolean): string {
  const verb = hasVerb ? " failed" : "";
  if (failed === 0) return `${name}${verb} in none`;
  const of = `${failed} of ${formatCount(requests, "request")}`;
  return `${name}${verb} in ${of} (${formatShare(failed / requests)}: ${failureKinds(failures)})`;
}
