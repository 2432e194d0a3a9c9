import type { RunFacts } from "../conclusions/run-facts.ts";
import type { Report } from "../report.ts";
import { describeConclusions, type DescribedConclusions } from "../words/described-conclusions.ts";

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
  readonly conclusions: DescribedConclusions;
}

/**
 * Renders a report for programs as {@link ReportJson}: the run's facts and every conclusion, without the charts.
 *
 * @example
 * ```ts
 * const run = {
 *   manifest: {
 *     v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z",
 *     status: "running", environment: captureEnvironment(), validity: undefined, definitions: {},
 *   },
 *   requests: [],
 * } as const;
 * JSON.parse(renderJson(makeReport(run))).v; // 2
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
