import { type Metric, metricCatalogue, metricKey, retiredMetrics } from "../metrics/index.ts";

const keysOf = (metrics: readonly Metric[]) =>
  metrics.flatMap(({ id, layers }) => layers.map((layer) => metricKey(id, layer)));

/** All that a plan may name as primary, as `<metric id>@<layer>`. */
export const layeredMetricIds: readonly string[] = keysOf(metricCatalogue);

/** What only the plans of stored runs name: metrics that are measured no more. */
export const retiredMetricIds: readonly string[] = keysOf(retiredMetrics);
