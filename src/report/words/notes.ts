import type { Run, StoredRun } from "../../bench/index.ts";
import { cacheNotes } from "./cache-notes.ts";
import { declaredMargin } from "../conclusions/margin.ts";
import type { Conclusions, MetricConclusion } from "../conclusions/conclusions.ts";
import type { PairCount } from "../conclusions/pairs.ts";
import { formatCount, inSentence } from "./format.ts";

type Found = Pick<Conclusions, "arms" | "pairs" | "primary">;

/** What else a careful reader must know: all that was left out, and what the comparison depends on. */
export function notesOn(run: Run | StoredRun, found: Found): readonly string[] {
  return [
    ...runNotes(run, found),
    ...pairNotes(found),
    ...found.primary.flatMap((one) => [...metricNotes(one), ...marginNotes(run, one)]),
    ...sensitivityNotes(found),
    ...cacheNotes(run),
  ];
}

function runNotes(run: Run | StoredRun, { pairs }: Found): readonly string[] {
  const aborted = run.requests.filter(
    ({ end, warmUp }) => !warmUp && end.kind === "aborted",
  ).length;
  const unreadable = "unreadableLines" in run ? run.unreadableLines : 0;
  const isStopped =
    run.manifest.status !== "complete" && pairs.complete > 0 && pairs.complete < pairs.planned;
  return [
    ...(unreadable === 0
      ? []
      : [
          `${formatCount(unreadable, "line")} of the run’s file could not be read and are not counted`,
        ]),
    ...(isStopped
      ? [
          `The run ended after ${formatCount(pairs.complete, "pair")} of ${pairs.planned} planned; if it was stopped because of what was seen, its p-values are too small`,
        ]
      : []),
    ...(aborted === 0
      ? []
      : [
          `${formatCount(aborted, "request")} cut off by the end of the run, not counted with ${aborted === 1 ? "its pair" : "their pairs"}`,
        ]),
  ];
}

/** No pair vanishes: those that failed are in no estimate, and here. */
function pairNotes({ pairs, arms }: Found): readonly string[] {
  const [baseline, candidate] = arms;
  if (pairs.answered === pairs.complete || candidate === undefined) return [];
  return [
    `${failedPairs(pairs, [baseline?.name ?? "", candidate.name])}; timing and equivalence are judged without ${pairs.complete - pairs.answered === 1 ? "it" : "them"}`,
  ];
}

function failedPairs(pairs: PairCount, [baseline, candidate]: readonly [string, string]): string {
  const kinds = [
    { count: pairs.baselineFailed, who: `only ${baseline}` },
    { count: pairs.candidateFailed, who: `only ${candidate}` },
    { count: pairs.bothFailed, who: "both" },
  ];
  const listed = kinds
    .filter(({ count }) => count > 0)
    .map(({ count, who }) => `${who} in ${count}`)
    .join(", ");
  return `Requests failed in ${pairs.complete - pairs.answered} of ${formatCount(pairs.complete, "pair")}: ${listed}`;
}

function metricNotes(one: MetricConclusion): readonly string[] {
  const { metric, tally, comparability, comparison } = one;
  const without = tally?.withoutFigure ?? 0;
  const unlike =
    comparison !== undefined && comparability?.kind === "comparable" ? comparability.notes : [];
  return [
    ...(without === 0
      ? []
      : [
          `${formatCount(without, "answered pair")} not compared in ${inSentence(metric.label)}, which is unknown in at least one arm`,
        ]),
    ...(unlike.length === 0
      ? []
      : [`${metric.label} compares answers that differ: ${unlike.map(inSentence).join("; ")}`]),
  ];
}

/** A declared margin that is of no use: a share of a baseline whose typical value is 0, or a whole share. */
function marginNotes(
  { manifest: { plan } }: Run,
  { metric, comparison }: MetricConclusion,
): readonly string[] {
  const name = `The declared margin of ${inSentence(metric.label)}`;
  if (plan.margins[metric.key] === undefined || comparison === undefined) return [];
  if (declaredMargin(plan, metric) === undefined) {
    return [
      `${name} does not apply, as answers are compared by the share of them with a value above 0; the default is used`,
    ];
  }
  return comparison.equivalence === undefined
    ? [
        `${name} does not apply, as it is a share of the baseline’s typical value, which is 0; declare a difference instead`,
      ]
    : [];
}

/** What the directions would be if a failed request were worse than any answer. */
function sensitivityNotes({ primary, arms }: Found): readonly string[] {
  const candidate = arms[1]?.name ?? "";
  const compared = primary.flatMap(({ metric, comparison }) =>
    comparison?.withFailures === undefined
      ? []
      : [{ label: inSentence(metric.label), ...comparison.withFailures }],
  );
  if (compared.length === 0) return [];
  const changed = compared.filter(({ changesDirection }) => changesDirection);
  const effects = [...new Set(changed.map(({ direction }) => direction))].map((direction) => {
    const labels = changed.filter((one) => one.direction === direction).map(({ label }) => label);
    const subject = labels.join(" and ");
    return direction === undefined
      ? `${subject} would be undecided`
      : `${subject} would be ${direction} in ${candidate}`;
  });
  return [
    `If every failed request counted as worse than any answer, ${effects.length === 0 ? "no direction would change" : effects.join(", and ")}`,
  ];
}
