/**
 * Run → conclusions: verdicts with effect, interval, p and number of pairs, the client's measurement error and
 * charts, as one report for a terminal, a pull request, a program, a browser and a notebook. Pure: the caller
 * writes the files.
 */
export { type Accuracy } from "./conclusions/accuracy.ts";
export { type ArmFigures, type ArmSummary } from "./conclusions/arms.ts";
export { type ComparabilityCheck } from "./conclusions/comparability-check.ts";
export { type Comparison, type Estimate } from "./conclusions/comparison.ts";
export { conclude } from "./conclusions/conclude.ts";
export {
  type Conclusions,
  type MetricConclusion,
  type RunFacts,
} from "./conclusions/conclusions.ts";
export { type RunOutcome } from "./conclusions/outcome.ts";
export { type Verdict } from "./conclusions/verdict.ts";
export { headline } from "./words/headline.ts";
export { renderSvg } from "./charts/render-svg.ts";
export { type Chart, type SpecOptions, type VegaLiteSpec, vegaLiteSpec } from "./charts/spec.ts";
export { makeReport, type Report } from "./report.ts";
export { renderHtml } from "./renderers/html.ts";
export { renderJson, type ReportJson } from "./renderers/json.ts";
export { renderMarkdown } from "./renderers/markdown.ts";
export { type CellBundle, chartBundle, reportBundle } from "./renderers/notebook.ts";
export { type ProgressBundle, progressBundle } from "./renderers/progress.ts";
export { renderTerminal, type TerminalOptions } from "./renderers/terminal.ts";
export { reportFiles } from "./report-files.ts";
