import type { Plan } from "../../bench/index.ts";
import { declaredMargin } from "../conclusions/margin.ts";
import type { ConcludedRun, Conclusions, MetricConclusion } from "../conclusions/conclusions.ts";
import type { PairCount } from "../conclusions/pairs.ts";
import type { PromptCache, PromptRepeats } from "../conclusions/prompt-cache.ts";
import { checkFinding } from "./check-finding.ts";
import { formatCount, formatFigure, inSentence } from "./format.ts";
import { metricLabel } from "./metric-label.ts";

/** Returns the caveats of a report: what was excluded, and what the comparison depends on. */
export function notes(concluded: ConcludedRun): readonly string[] {
  const { run, conclusions } = concluded;
  return [
    ...runNotes(concluded),
    ...pairNotes(conclusions),
    ...conclusions.primary.flatMap((one) => [...metricNotes(one), ...marginNotes(run.plan, one)]),
    ...sensitivityNotes(conclusions),
    ...cacheNotes(conclusions.promptCache),
  ];
}

function runNotes({ run, conclusions: { pairs, excluded } }: ConcludedRun): readonly string[] {
  const { unreadableLines, abortedRequests } = excluded;
  const isStopped =
    run.status !== "complete" && pairs.complete > 0 && pairs.complete < pairs.planned;
  return [
    ...(unreadableLines === 0
      ? []
      : [
          `${formatCount(unreadableLines, "line")} of the run’s file could not be read and ${unreadableLines === 1 ? "is" : "are"} not counted`,
        ]),
    ...(isStopped
      ? [
          `The run ended after ${pairs.complete} of ${formatCount(pairs.planned, "planned pair")}; if it was stopped because of its results, its p-values are too small`,
        ]
      : []),
    ...(abortedRequests === 0
      ? []
      : [
          `${formatCount(abortedRequests, "request")} ${abortedRequests === 1 ? "was" : "were"} cut off by the end of the run and ${abortedRequests === 1 ? "is excluded with its pair" : "are excluded with their pairs"}`,
        ]),
  ];
}

function pairNotes({ pairs, arms }: Conclusions): readonly string[] {
  const [baseline, candidate] = arms;
  if (pairs.answered === pairs.complete || candidate === undefined) return [];
  return [
    `${failedPairs(pairs, [baseline?.name ?? "", candidate.name])}; ${pairs.complete - pairs.answered === 1 ? "this pair is" : "these pairs are"} excluded from timing and equivalence`,
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
    comparison !== undefined && comparability?.kind === "comparable"
      ? comparability.unlike.map((check) => inSentence(checkFinding(check)))
      : [];
  return [
    ...(without === 0
      ? []
      : [
          `${formatCount(without, "answered pair")} ${without === 1 ? "is" : "are"} not compared on ${inSentence(metricLabel(metric))}, which is unknown in at least one arm`,
        ]),
    ...(unlike.length === 0
      ? []
      : [`${metricLabel(metric)} compares answers that differ: ${unlike.join("; ")}`]),
  ];
}

/** Reports a declared margin that does not apply: a share of a typical value of 0, or a share of 1 or more. */
function marginNotes(plan: Plan, { metric, comparison }: MetricConclusion): readonly string[] {
  const name = `The declared margin of ${inSentence(metricLabel(metric))}`;
  if (plan.margins[metric.key] === undefined || comparison === undefined) return [];
  if (declaredMargin(plan, metric) === undefined) {
    return [
      `${name} does not apply, because answers are compared by the share with a value above 0; the default margin is used`,
    ];
  }
  return comparison.equivalence === undefined
    ? [
        `${name} does not apply, because it is a share of the baseline’s typical value, which is 0; declare a difference instead`,
      ]
    : [];
}

/** Reports how the directions would change if a failed request ranked as worse than any answer. */
function sensitivityNotes({ primary, arms }: Conclusions): readonly string[] {
  const candidate = arms[1]?.name ?? "";
  const compared = primary.flatMap(({ metric, comparison }) =>
    comparison?.withFailures === undefined
      ? []
      : [{ label: inSentence(metricLabel(metric)), ...comparison.withFailures }],
  );
  if (compared.length === 0) return [];
  const changed = compared.filter(({ changesDirection }) => changesDirection);
  const effects = [...new Set(changed.map(({ direction }) => direction))].map((direction) => {
    const labels = changed.filter((one) => one.direction === direction).map(({ label }) => label);
    const subject = labels.join(" and ");
    return direction === undefined
      ? `${subject} would be inconclusive`
      : `${subject} would be ${direction} for ${candidate}`;
  });
  return [
    `If every failed request counted as worse than any answer, ${effects.length === 0 ? "no direction would change" : effects.join(", and ")}`,
  ];
}

function cacheNotes(cache: PromptCache | undefined): readonly string[] {
  if (cache === undefined) return [];
  const { repeats, reported } = cache;
  const listed = reported.map(
    ({ arm, requests, cached, tokens }) =>
      `${arm} in ${cached} of ${formatCount(requests, "request")} (${formatCount(tokens, "token")})`,
  );
  return [
    ...(repeats === undefined ? [] : [repeatNote(repeats)]),
    ...(reported.length === 0
      ? []
      : [`Input reported as cached by the provider: ${listed.join(", ")}`]),
  ];
}

function repeatNote({ prompts, requests, sooner }: PromptRepeats): string {
  const counts = `${formatCount(prompts, "prompt")} for ${formatCount(requests, "request")}`;
  return sooner === undefined
    ? `${counts}: later requests may hit the provider’s prompt cache`
    : `${counts}: repeated prompts had a median time to first token of ${formatFigure(sooner.repeatedMs, "ms")} instead of ${formatFigure(sooner.firstMs, "ms")}, as if served from a prompt cache`;
}
