import type { RunFacts } from "../conclusions/run-facts.ts";
import type { Report } from "../report.ts";
import { describeConclusions, type DescribedConclusions } from "../words/described-conclusions.ts";

/**
 * The shape of `millrace report --json`. `v` changes when a field changes its meaning or goes; fields
 * may be added. A field that is not known is left out; an infinite bound is the string `"Infinity"` or
 * `"-Infinity"`, as JSON has no number for it.
 *
 * 2: figures of an arm are those of its answered requests, and carry p95, p99, max and mean; each metric
 * has its own comparability and tally of pairs; failures have kinds; there are more kinds of verdict.
 */
export interface ReportJson {
  readonly v: 2;
  readonly run: RunFacts;
  readonly conclusions: DescribedConclusions;
}

/**
 * A report for programs: the run's facts and every conclusion, without the charts. Its shape is
 * {@link ReportJson}. Nothing that looks like a key gets in, whatever the plan says.
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
