import type { MetricFacts } from "../conclusions/metric-facts.ts";

const LAYERS = new Map(
  Object.entries({
    wire: "at the wire",
    sdk: "at the SDK",
    flush: "after the buffer",
    paint: "on the screen",
  }),
);

/** Returns a metric's name with its layer, as in `Time to first token after the buffer`. */
export function metricLabel({ layer, name }: MetricFacts): string {
  return layer === "" ? name : `${name} ${LAYERS.get(layer) ?? layer}`;
}
