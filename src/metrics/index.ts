/**
 * Trace → number: one file per family of metrics, each metric with its facts; the catalogue of all; and the
 * figures that a live view computes from a list of gaps.
 */
export {
  type DefinitionProfile,
  definitionProfileNames,
  definitionProfiles,
} from "./definition-profiles.ts";
export { gapsMs, partGapsMs } from "./gaps.ts";
export {
  FEWEST_FOR_A_RATE,
  type FigureMeter,
  figureMeter,
  type LiveFigures,
  type LiveRate,
  type ShownContent,
} from "./live-figures.ts";
export {
  measureAll,
  metricById,
  metricCatalogue,
  metricKey,
  splitMetricKey,
} from "./metric-catalogue.ts";
export { type DefaultMargin, type Metric } from "./metric.ts";
export { renamedMetrics, retiredMetrics } from "./retired-metrics.ts";
export { type StallOptions, type Stalls, stallsIn } from "./stalls.ts";
export {
  type Arrival,
  type Layer,
  layers,
  type SenderStamps,
  type StreamTiming,
  timingAt,
} from "./stream-timing.ts";
