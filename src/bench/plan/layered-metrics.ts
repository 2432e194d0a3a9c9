import {
  type Metric,
  metricById,
  metricCatalogue,
  metricKey,
  retiredMetrics,
} from "../../metrics/index.ts";

const keysOf = (metrics: readonly Metric[]) =>
  metrics.flatMap(({ id, layers }) => layers.map((layer) => metricKey(id, layer)));

/** All that a plan may name as primary, as `<metric id>@<layer>`. */
export const layeredMetricIds: readonly string[] = keysOf(metricCatalogue);

/** Metrics that are no longer measured, which plans of stored runs may name. */
export const retiredMetricIds: readonly string[] = keysOf(retiredMetrics);

/**
 * Whether a difference can be the margin of a metric, given as `<metric id>@<layer>`: of one that is compared as a
 * share of answers, only a share can.
 */
export function isMarginOf(key: string, by: number): boolean {
  return metricById(key.split("@")[0] ?? "")?.compareAs !== "share" || by < 1;
}
