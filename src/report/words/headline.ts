import type { Validity } from "../../bench/index.ts";
import type { ConcludedRun, Conclusions } from "../conclusions/conclusions.ts";
import { failureSentence } from "./failure-sentence.ts";
import { formatCount, formatFigure, inSentence } from "./format.ts";
import { metricLabel } from "./metric-label.ts";
import { whyNoConclusion } from "./no-conclusion.ts";
import { verdictClause } from "./verdict-clause.ts";

/**
 * Returns the verdict in one or two sentences: failed requests first, then the candidate compared with the baseline.
 * Mentions a degraded, unchecked or interrupted run, and the number of answered pairs if some failed.
 *
 * @example
 * ```ts
 * const manifest = { v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {} } as const;
 * headline(makeReport({ manifest, requests: [] })).startsWith("No conclusion: "); // true
 * ```
 */
export function headline(concluded: ConcludedRun): string {
  const { outcome } = concluded.conclusions;
  const failures = failureSentence(concluded.conclusions);
  const besides = failures === undefined ? [] : [failures];
  switch (outcome.kind) {
    case "no-conclusion":
      return outcome.because === "failures"
        ? [`No conclusion on timing: ${whyNoConclusion(concluded)}.`, ...besides].join(" ")
        : [`No conclusion: ${whyNoConclusion(concluded)}.`, ...besides].join(" ");
    case "described":
      return [`${described(concluded)}.`, ...besides].join(" ");
    case "concluded":
      return [...besides, comparison(concluded)].join(" ");
  }
}

function comparison(concluded: ConcludedRun): string {
  const { arms, primary } = concluded.conclusions;
  const [baseline, candidate] = arms;
  const clauses = primary.map((one) => verdictClause(one));
  const circumstances = [...conditionsOf(concluded), ...pairsOf(concluded.conclusions)].map(
    (one) => `, ${one}`,
  );
  return `Compared with ${baseline?.name}${circumstances.join("")}, ${candidate?.name} ${listed(clauses)}.`;
}

/** `in a degraded run`, `in a run interrupted after 12 of 30 pairs` */
function conditionsOf({ run: { status }, conclusions }: ConcludedRun): readonly string[] {
  const { validity, pairs, arms } = conclusions;
  const run = UNSOUND_RUNS[validity?.verdict ?? "not-measured"];
  const isPartial = arms.length === 2 && status !== "complete" && pairs.complete < pairs.planned;
  if (!isPartial) return run === undefined ? [] : [`in ${run}`];
  const how = status === "interrupted" ? "interrupted" : "that ended";
  const count = `${pairs.complete} of ${formatCount(pairs.planned, "pair")}`;
  return [`in ${run ?? "a run"} ${how} after ${count}`];
}

const UNSOUND_RUNS: Readonly<Partial<Record<Validity["verdict"], string>>> = {
  degraded: "a degraded run",
  invalid: "an invalid run",
  "not-measured": "an unchecked run",
};

function pairsOf({ pairs }: Conclusions): readonly string[] {
  return pairs.answered === pairs.complete
    ? []
    : [`over the ${formatCount(pairs.answered, "pair")} that both arms answered`];
}

function described(concluded: ConcludedRun): string {
  const { arms, primary } = concluded.conclusions;
  const [arm] = arms;
  if (arm === undefined) return "The plan names no arm";
  const medians = primary.flatMap(({ metric, arms: [figures] }) =>
    figures?.median === undefined
      ? []
      : [`median ${inSentence(metricLabel(metric))} ${formatFigure(figures.median, metric.unit)}`],
  );
  const circumstances = conditionsOf(concluded).map((one) => `, ${one}`);
  return [
    `One arm${circumstances.join("")}, no comparison: ${arm.name}, ${formatCount(arm.requests, "request")}, ${arm.failed} failed`,
    ...medians,
  ].join("; ");
}

function listed(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? "has no primary metric";
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join("; ")}; and ${last}`;
}
