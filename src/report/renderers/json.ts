import type { ConcludedRun, MetricConclusion, RunFacts } from "../conclusions/conclusions.ts";
import type { Report } from "../report.ts";
import { armDescription } from "../tables/arm-table.ts";
import { checkFinding } from "../words/check-finding.ts";
import { formatMargin } from "../words/format-effect.ts";
import { inSentence } from "../words/format.ts";
import { describeGate } from "../words/gate-finding.ts";
import { headline } from "../words/headline.ts";
import { metricLabel } from "../words/metric-label.ts";
import { whyNoConclusion } from "../words/no-conclusion.ts";
import { notes } from "../words/notes.ts";
import { verdictPhrase, whyNotComparable } from "../words/verdict-phrase.ts";
import { comparabilityLines } from "../words/trust-phrases.ts";

/**
 * Output of `millrace report --json`. `v` changes when a field is removed or changes its meaning; fields may be
 * added. Unknown fields are absent; an infinite bound is the string `"Infinity"` or `"-Infinity"`, because JSON
 * has no number for it.
 *
 * 2: an arm's figures cover its answered requests and include p95, p99, max and mean; each metric has its own
 * comparability and tally of pairs; failures have kinds; there are more kinds of verdict.
 */
export interface ReportJson {
  readonly v: 2;
  readonly run: RunFacts;
  readonly conclusions: ReturnType<typeof describeConclusions>;
}

/**
 * Renders a report for programs as {@link ReportJson}: the run's facts and every conclusion, without the charts.
 *
 * @example
 * ```ts
 * const manifest = { v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {} } as const;
 * JSON.parse(renderJson(makeReport({ manifest, requests: [] }))).v; // 2
 * ```
 */
export function renderJson(report: Report): string {
  const { run } = report;
  const document: ReportJson = { v: 2, run, conclusions: describeConclusions(report) };
  return `${JSON.stringify(document, (_, value: unknown) => writable(value), 2)}\n`;
}

function writable(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** Adds to a run's conclusions the sentences that reports print for them. */
export function describeConclusions(concluded: ConcludedRun) {
  const { run, conclusions } = concluded;
  const { validity, outcome, arms, primary, exploratory } = conclusions;
  return {
    /** The verdict in one or two sentences, with absolute values; failed requests come first. */
    headline: headline(concluded),
    ...conclusions,
    /** `why` is one clause; `undefined` if something was concluded. */
    outcome: { ...outcome, why: whyNoConclusion(concluded) },
    arms: arms.map((summary, index) => ({
      ...summary,
      /** As in `simulator · fixed · count-or-time (chunks 5)`. */
      description: armDescription(run.plan.arms[index]),
    })),
    comparability: comparabilityLines(conclusions),
    validity: validity && { ...validity, gates: validity.gates.map(describeGate) },
    primary: primary.map(describeMetric),
    exploratory: exploratory.map(describeMetric),
    /** Caveats, one sentence each. */
    notes: notes(concluded),
  };
}

function describeMetric(one: MetricConclusion) {
  const { metric, comparability, comparison, verdict } = one;
  const { equivalence } = comparison ?? {};
  return {
    ...one,
    metric: {
      ...metric,
      label: metricLabel(metric),
      definition: metric.definition ?? "unknown",
    },
    comparability:
      comparability?.kind === "comparable"
        ? { kind: comparability.kind, notes: comparability.unlike.map(checkFinding) }
        : comparability && {
            kind: comparability.kind,
            why: inSentence(checkFinding(comparability.blocker)),
          },
    comparison: comparison && {
      ...comparison,
      /** `words` is the margin, as in `5 %` or `20 ms`. */
      equivalence: equivalence && { ...equivalence, words: formatMargin(equivalence, metric) },
    },
    verdict: verdict && { ...verdict, words: verdictPhrase(one), why: whyNotComparable(one) },
  };
}
