import type { Plan } from "../../bench/index.ts";
import { declaredMargin } from "../conclusions/margin.ts";
import type { ConcludedRun, Conclusions, MetricConclusion } from "../conclusions/conclusions.ts";
import type { PromptCache, PromptRepeats } from "../conclusions/prompt-cache.ts";
import { checkFinding } from "./check-finding.ts";
import { formatCount, formatFigure, inSentence } from "./format.ts";
import { metricLabel } from "./metric-label.ts";

/** A note, or `false` or `undefined` if it does not apply. */
type Note = string | false | undefined;

/** Returns the caveats of a report: what was excluded, and what the comparison depends on. */
export function notes(concluded: ConcludedRun): readonly string[] {
  const { run, conclusions } = concluded;
  return [
    ...runNotes(concluded),
    pairNote(conclusions),
    ...conclusions.primary.flatMap((one) => [...metricNotes(one), marginNote(run.plan, one)]),
    sensitivityNote(conclusions),
    ...cacheNotes(conclusions.promptCache),
  ].filter((note) => typeof note === "string");
}

function runNotes({ run, conclusions: { pairs, excluded } }: ConcludedRun): readonly Note[] {
  const { unreadableLines: lines, abortedRequests: aborted } = excluded;
  const isStopped =
    run.status !== "complete" && pairs.complete > 0 && pairs.complete < pairs.planned;
  const cutOff = `${formatCount(aborted, "request")} ${aborted === 1 ? "was" : "were"} cut off by the end of the run`;
  return [
    lines > 0 &&
      `${formatCount(lines, "line")} of the run’s file could not be read and ${lines === 1 ? "is" : "are"} not counted`,
    isStopped &&
      `The run ended after ${pairs.complete} of ${formatCount(pairs.planned, "planned pair")}; if it was stopped because of its results, its p-values are too small`,
    aborted > 0 &&
      `${cutOff} and ${aborted === 1 ? "is excluded with its pair" : "are excluded with their pairs"}`,
  ];
}

function pairNote({ pairs, arms: [baseline, candidate] }: Conclusions): Note {
  const failed = pairs.complete - pairs.answered;
  if (failed === 0 || candidate === undefined) return undefined;
  const listed = [
    { count: pairs.baselineFailed, who: `only ${baseline?.name ?? ""}` },
    { count: pairs.candidateFailed, who: `only ${candidate.name}` },
    { count: pairs.bothFailed, who: "both" },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, who }) => `${who} in ${count}`)
    .join(", ");
  return `Requests failed in ${failed} of ${formatCount(pairs.complete, "pair")}: ${listed}; ${failed === 1 ? "this pair is" : "these pairs are"} excluded from timing and equivalence`;
}

function metricNotes(one: MetricConclusion): readonly Note[] {
  const { metric, tally, comparability, comparison } = one;
  const label = metricLabel(metric);
  const without = tally?.withoutFigure ?? 0;
  const unlike =
    comparison !== undefined && comparability?.kind === "comparable"
      ? comparability.unlike.map((check) => inSentence(checkFinding(check)))
      : [];
  return [
    without > 0 &&
      `${formatCount(without, "answered pair")} ${without === 1 ? "is" : "are"} not compared on ${inSentence(label)}, which is unknown in at least one arm`,
    unlike.length > 0 && `${label} compares answers that differ: ${unlike.join("; ")}`,
  ];
}

/** Reports a declared margin that does not apply: a share of a typical value of 0, or a share of 1 or more. */
function marginNote(plan: Plan, { metric, comparison }: MetricConclusion): Note {
  const name = `The declared margin of ${inSentence(metricLabel(metric))}`;
  if (plan.margins[metric.key] === undefined || comparison === undefined) return undefined;
  if (declaredMargin(plan, metric) === undefined) {
    return `${name} does not apply, because answers are compared by the share with a value above 0; the default margin is used`;
  }
  return (
    comparison.equivalence === undefined &&
    `${name} does not apply, because it is a share of the baseline’s typical value, which is 0; declare a difference instead`
  );
}

/** Reports how the directions would change if a failed request ranked as worse than any answer. */
function sensitivityNote({ primary, arms }: Conclusions): Note {
  const compared = primary.flatMap(({ metric, comparison }) =>
    comparison?.withFailures === undefined
      ? []
      : [{ label: inSentence(metricLabel(metric)), ...comparison.withFailures }],
  );
  const changed = compared.filter(({ changesDirection }) => changesDirection);
  const effects = [...new Set(changed.map(({ direction }) => direction))].map((direction) => {
    const labels = changed.filter((one) => one.direction === direction).map(({ label }) => label);
    const outcome = direction === undefined ? "inconclusive" : `${direction} for ${arms[1]?.name}`;
    return `${labels.join(" and ")} would be ${outcome}`;
  });
  return (
    compared.length > 0 &&
    `If every failed request counted as worse than any answer, ${effects.join(", and ") || "no direction would change"}`
  );
}

function cacheNotes(cache: PromptCache | undefined): readonly Note[] {
  const { repeats, reported = [] } = cache ?? {};
  const listed = reported.map(
    ({ arm, requests, cached, tokens }) =>
      `${arm} in ${cached} of ${formatCount(requests, "request")} (${formatCount(tokens, "token")})`,
  );
  return [
    repeats && repeatNote(repeats),
    listed.length > 0 && `Input reported as cached by the provider: ${listed.join(", ")}`,
  ];
}

function repeatNote({ prompts, requests, sooner }: PromptRepeats): string {
  const counts = `${formatCount(prompts, "prompt")} for ${formatCount(requests, "request")}`;
  return sooner === undefined
    ? `${counts}: later requests may hit the provider’s prompt cache`
    : `${counts}: repeated prompts had a median time to first token of ${formatFigure(sooner.repeatedMs, "ms")} instead of ${formatFigure(sooner.firstMs, "ms")}, as if served from a prompt cache`;
}
