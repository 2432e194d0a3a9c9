import type { Conclusions } from "../conclusions.ts";
import { withoutKeys } from "../plain-text.ts";
import type { Report, RunFacts } from "../report.ts";

/**
 * The shape of `millrace report --json`. `v` changes when a field changes its meaning or goes; fields
 * may be added. A field that is not known is left out; a figure that lies among failed requests is the
 * text `"Infinity"` or `"-Infinity"`, as JSON has no number for it.
 */
export interface ReportJson {
  readonly v: 1;
  readonly run: RunFacts;
  readonly conclusions: Conclusions;
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
 * JSON.parse(renderJson(makeReport(run))).v; // 1
 * ```
 */
export function renderJson({ run, conclusions }: Report): string {
  const document: ReportJson = { v: 1, run, conclusions };
  return `${withoutKeys(JSON.stringify(document, (_, value: unknown) => writable(value), 2))}\n`;
}

function writable(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
