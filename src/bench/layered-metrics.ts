import { metricCatalogue, metricKey } from "../metrics/index.ts";

/** All that a plan may name as primary, as `<metric id>@<layer>`. */
export const layeredMetricIds: readonly string[] = metricCatalogue.flatMap(({ id, layers }) =>
  layers.map((layer) => metricKey(id, layer)),
);
