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
  const failures = failureSentence(concluded.conclusions) ?? "";
  switch (outcome.kind) {
    case "no-conclusion": {
      const subject = outcome.because === "failures" ? " on timing" : "";
      return `No conclusion${subject}: ${whyNoConclusion(concluded)}. ${failures}`.trimEnd();
    }
    case "described":
      return `${described(concluded)}. ${failures}`.trimEnd();
    case "concluded":
      return `${failures} ${comparison(concluded)}`.trimStart();
  }
}

function comparison(concluded: ConcludedRun): string {
  const { arms, primary } = concluded.conclusions;
  const [baseline, candidate] = arms;
  const clauses = primary.map((one) => verdictClause(one));
  return `Compared with ${baseline?.name}${conditionOf(concluded)}${pairsOf(concluded.conclusions)}, ${candidate?.name} ${listed(clauses)}.`;
}

/** `, in a degraded run` or `, in a run interrupted after 12 of 30 pairs` */
function conditionOf({ run: { status }, conclusions }: ConcludedRun): string {
  const { validity, pairs, arms } = conclusions;
  const run = UNSOUND_RUNS[validity?.verdict ?? "not-measured"];
  const isPartial = arms.length === 2 && status !== "complete" && pairs.complete < pairs.planned;
  if (!isPartial) return run === undefined ? "" : `, in ${run}`;
  const how = status === "interrupted" ? "interrupted" : "that ended";
  const count = `${pairs.complete} of ${formatCount(pairs.planned, "pair")}`;
  return `, in ${run ?? "a run"} ${how} after ${count}`;
}

const UNSOUND_RUNS: Readonly<Partial<Record<Validity["verdict"], string>>> = {
  degraded: "a degraded run",
  invalid: "an invalid run",
  "not-measured": "an unchecked run",
};

function pairsOf({ pairs }: Conclusions): string {
  return pairs.answered === pairs.complete
    ? ""
    : `, over the ${formatCount(pairs.answered, "pair")} that both arms answered`;
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
  return [
    `One arm${conditionOf(concluded)}, no comparison: ${arm.name}, ${formatCount(arm.requests, "request")}, ${arm.failed} failed`,
    ...medians,
  ].join("; ");
}

function listed(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? "has no primary metric";
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join("; ")}; and ${last}`;
}
