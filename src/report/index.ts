/**
 * Results → what a person may conclude: the verdict with effect, interval, p and number of pairs, the
 * client's own error, charts, and the same report for a terminal, a pull request, a program, a browser
 * and a notebook. Pure: writing files is the caller's.
 */
export { type Accuracy, type ArmAccuracy } from "./conclusions/accuracy.ts";
export { type ArmFigures, type ArmSummary } from "./conclusions/arms.ts";
export { type ComparabilityCheck } from "./conclusions/comparability-check.ts";
export {
  type Comparison,
  type EffectAtQuantile,
  type EffectScale,
  type EquivalenceResult,
  type Estimate,
  type WithFailures,
} from "./conclusions/comparison.ts";
export { conclude } from "./conclusions/conclude.ts";
export {
  type ConcludedRun,
  type Conclusions,
  type MetricConclusion,
  type TypicalValues,
} from "./conclusions/conclusions.ts";
export { type FailureCount } from "./conclusions/failure-kind.ts";
export { type RateDifference } from "./conclusions/failure-rates.ts";
export { type MetricComparability } from "./conclusions/metric-comparability.ts";
export { type MetricFacts } from "./conclusions/metric-facts.ts";
export { type RunOutcome } from "./conclusions/outcome.ts";
export { type PairCount, type PairTally } from "./conclusions/pairs.ts";
export { type PromptCache } from "./conclusions/prompt-cache.ts";
export { type RunFacts } from "./conclusions/run-facts.ts";
export { type Verdict } from "./conclusions/verdict.ts";
export { type DescribedConclusions } from "./words/described-conclusions.ts";
export { headline } from "./words/headline.ts";
export { renderSvg } from "./charts/render-svg.ts";
export {
  type Chart,
  type ChartView,
  type Json,
  type SpecOptions,
  type VegaLiteSpec,
  vegaLiteSpec,
} from "./charts/spec.ts";
export { makeReport, type Report } from "./report.ts";
export { renderHtml } from "./renderers/html.ts";
export { renderJson, type ReportJson } from "./renderers/json.ts";
export { renderMarkdown } from "./renderers/markdown.ts";
export { type CellBundle, chartBundle, reportBundle } from "./renderers/notebook.ts";
export { type ProgressBundle, progressBundle } from "./renderers/progress.ts";
export { renderTerminal, type TerminalOptions } from "./renderers/terminal.ts";
export { reportFiles } from "./report-files.ts";
