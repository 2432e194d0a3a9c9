/**
 * Results → what a person may conclude: the verdict with effect, interval, p and number of pairs, the
 * client's own error, charts, and the same report for a terminal, a pull request, a program, a browser
 * and a notebook. Pure: writing files is the caller's.
 */
export { type Accuracy, type ArmAccuracy } from "./conclusions/accuracy.ts";
export { renderSvg } from "./charts/render-svg.ts";
export {
  type Chart,
  type Json,
  type SpecOptions,
  type VegaLiteSpec,
  vegaLiteSpec,
  type ChartView,
} from "./charts/spec.ts";
export {
  type ArmFigures,
  type ArmSummary,
  type Conclusions,
  type MetricConclusion,
  type RunOutcome,
  type RateDifference,
  type TypicalValues,
  type Verdict,
} from "./conclusions/conclusions.ts";
export { type ComparabilityCheck } from "./conclusions/metric-comparability.ts";
export {
  type Comparison,
  type EquivalenceResult,
  type Estimate,
  type EffectScale,
  type EffectAtQuantile,
  type WithFailures,
} from "./conclusions/comparison.ts";
export { type PairCount, type PairTally } from "./conclusions/pairs.ts";
export type { FailureCount } from "./conclusions/failure-kind.ts";
export type { MetricComparability } from "./conclusions/metric-comparability.ts";
export type { MetricFacts } from "./conclusions/metric-facts.ts";
export { plainText } from "./words/plain-text.ts";
export { renderHtml } from "./renderers/html.ts";
export { renderJson, type ReportJson } from "./renderers/json.ts";
export { renderMarkdown } from "./renderers/markdown.ts";
export { chartBundle, type CellBundle, reportBundle } from "./renderers/notebook.ts";
export { type ProgressBundle, progressBundle } from "./renderers/progress.ts";
export { renderTerminal, type TerminalOptions } from "./renderers/terminal.ts";
export { reportFiles } from "./report-files.ts";
export { makeReport, type Report, type RunFacts } from "./report.ts";
export { conclude } from "./conclusions/conclude.ts";
