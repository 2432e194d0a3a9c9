import type { Run } from "../bench/index.ts";
import type { Conclusions } from "./conclusions.ts";
import { formatCount, formatFigure, inSentence } from "./format.ts";
import { verdictClause } from "./words.ts";

/** The whole verdict in one sentence: about the candidate, against the baseline. */
export function headline(run: Run, found: Omit<Conclusions, "headline">): string {
  const { outcome, primary, arms } = found;
  const [baseline, candidate] = arms;
  switch (outcome.kind) {
    case "no-conclusion":
      return `No conclusion: ${outcome.why}.`;
    case "described":
      return `One arm, nothing to compare it with: ${described(found)}.`;
    case "concluded": {
      const clauses = primary.map((one) => verdictClause(one, run.manifest.plan.alpha));
      return `Against ${baseline?.name}, ${candidate?.name} ${listed(clauses)}.`;
    }
  }
}

function described({ arms, primary }: Omit<Conclusions, "headline">): string {
  const [arm] = arms;
  if (arm === undefined) return "the plan names no arm";
  const medians = primary.flatMap(({ metric, arms: [figures] }) =>
    figures?.median === undefined
      ? []
      : [`median ${inSentence(metric.label)} ${formatFigure(figures.median, metric.unit)}`],
  );
  return [
    `${arm.name}, ${formatCount(arm.requests, "request")}, ${arm.failed} failed`,
    ...medians,
  ].join("; ");
}

function listed(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? "has no primary metric";
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join("; ")}; and ${last}`;
}
