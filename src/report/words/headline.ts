import type { Run, Validity } from "../../bench/index.ts";
import type { Conclusions } from "../conclusions/conclusions.ts";
import { failureSentence } from "./failure-sentence.ts";
import { formatCount, formatFigure, inSentence } from "./format.ts";
import { verdictClause } from "./verdict-clause.ts";

type Found = Omit<Conclusions, "headline">;

/**
 * The verdict for a reader in a hurry: what failed, then one plain sentence about the candidate against
 * the baseline. It names a run that was degraded, unchecked or interrupted, and the pairs that it rests on if
 * some failed.
 */
export function headline(run: Run, found: Found): string {
  const { outcome } = found;
  const failures = failureSentence(found);
  const besides = failures === undefined ? [] : [failures];
  switch (outcome.kind) {
    case "no-conclusion":
      return outcome.because === "failures"
        ? [`No conclusion on timing: ${outcome.why}.`, ...besides].join(" ")
        : [`No conclusion: ${outcome.why}.`, ...besides].join(" ");
    case "described":
      return [`${described(run, found)}.`, ...besides].join(" ");
    case "concluded":
      return [...besides, comparison(run, found)].join(" ");
  }
}

function comparison(run: Run, found: Found): string {
  const [baseline, candidate] = found.arms;
  const clauses = found.primary.map((one) => verdictClause(one));
  const circumstances = [...conditionsOf(run, found), ...pairsOf(found)].map((one) => `, ${one}`);
  return `Against ${baseline?.name}${circumstances.join("")}, ${candidate?.name} ${listed(clauses)}.`;
}

/** `in a degraded run`, `in a run interrupted after 12 of 30 pairs` */
function conditionsOf({ manifest: { status } }: Run, found: Found): readonly string[] {
  const { validity, pairs, arms } = found;
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

function pairsOf({ pairs }: Found): readonly string[] {
  return pairs.answered === pairs.complete
    ? []
    : [`among the ${formatCount(pairs.answered, "pair")} that both answered`];
}

function described(run: Run, found: Found): string {
  const { arms, primary } = found;
  const [arm] = arms;
  if (arm === undefined) return "The plan names no arm";
  const medians = primary.flatMap(({ metric, arms: [figures] }) =>
    figures?.median === undefined
      ? []
      : [`median ${inSentence(metric.label)} ${formatFigure(figures.median, metric.unit)}`],
  );
  const circumstances = conditionsOf(run, found).map((one) => `, ${one}`);
  return [
    `One arm${circumstances.join("")}, nothing to compare it with: ${arm.name}, ${formatCount(arm.requests, "request")}, ${arm.failed} failed`,
    ...medians,
  ].join("; ");
}

function listed(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? "has no primary metric";
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join("; ")}; and ${last}`;
}
