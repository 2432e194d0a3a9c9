/**
 * Trace → number: one file per metric, each of which says what it is; the catalogue of all; and the
 * figures of plain lists of gaps that a live view shows.
 */
export {
  type DefinitionProfile,
  definitionProfileNames,
  definitionProfiles,
} from "./definition-profiles.ts";
export { gapsMs, pieceGapsMs, tokenGapsMs } from "./gaps.ts";
export { jitterMad, jitterRfc3550, jitterSd } from "./jitter-figures.ts";
export {
  FEWEST_FOR_A_RATE,
  type LiveFigures,
  liveFigures,
  type LiveRate,
  type ShownContent,
} from "./live-figures.ts";
export { measureAll, metricById, metricCatalogue, metricKey } from "./metric-catalogue.ts";
export { type DefaultMargin, type Metric } from "./metric.ts";
export { type RenamedMetric, renamedMetrics, retiredMetrics } from "./retired-metrics.ts";
export { type StallOptions, type Stalls, stallsIn } from "./stall-figures.ts";
export {
  type Arrival,
  type Layer,
  layers,
  type SenderStamps,
  type StreamTiming,
  timingAt,
} from "./stream-timing.ts";
export { type Piece } from "./token-shares.ts";
