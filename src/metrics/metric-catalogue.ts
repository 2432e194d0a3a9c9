import type { Trace } from "../events/index.ts";
import { addedDelayMetrics } from "./added-delay.ts";
import { burstMetrics } from "./bursts.ts";
import { definitionProfiles } from "./definition-profiles.ts";
import { jitterMetrics } from "./jitter.ts";
import { latencyMetrics } from "./latency.ts";
import type { Metric } from "./metric.ts";
import { retiredMetrics } from "./retired-metrics.ts";
import { stallMetrics } from "./stalls.ts";
import { type Layer, layers, type SenderStamps, timingAt } from "./stream-timing.ts";
import { paceMetrics } from "./token-pace.ts";

/** All metrics, in the order of a stream's life. */
export const metricCatalogue: readonly Metric[] = [
  ...latencyMetrics,
  ...paceMetrics,
  ...jitterMetrics,
  ...stallMetrics,
  ...burstMetrics,
  ...addedDelayMetrics,
];

const byId: ReadonlyMap<string, Metric> = new Map(
  [...metricCatalogue, ...Object.values(definitionProfiles).flat(), ...retiredMetrics].map(
    (metric) => [metric.id, metric],
  ),
);

/**
 * The metric with this id: in the catalogue, in a profile of definitions, or one that only stored results have.
 * `undefined` if there is none.
 *
 * @example
 * ```ts
 * metricById("ttft")?.label; // "Time to first token"
 * ```
 */
export function metricById(id: string): Metric | undefined {
  return byId.get(id);
}

/**
 * The key of a metric at a layer in results.
 *
 * @example
 * ```ts
 * metricKey("ttft", "wire"); // "ttft@wire"
 * ```
 */
export function metricKey(id: string, layer: Layer): string {
  return `${id}@${layer}`;
}

/**
 * The metric id and the layer in a {@link metricKey}. Stored results may have ids and layers that are unknown today; the
 * layer is empty if the key has none.
 *
 * @example
 * ```ts
 * splitMetricKey("ttft@wire"); // { "id": "ttft", "layer": "wire" }
 * ```
 */
export function splitMetricKey(key: string): { readonly id: string; readonly layer: string } {
  const at = key.indexOf("@");
  return at === -1 ? { id: key, layer: "" } : { id: key.slice(0, at), layer: key.slice(at + 1) };
}

/**
 * All metrics of a stream at all layers that it went through, by {@link metricKey}; unknown values are
 * left out. Without a buffer there is no flush layer.
 *
 * Cost: about 30 passes over the events.
 *
 * @param metrics Those of other tools are in {@link definitionProfiles}.
 * @param sender Timestamps of the sender, for metrics that need them.
 *
 * @example
 * ```ts
 * measureAll(traceRecorder({ id: "a", scheduledAt: instant(0) }).trace()); // {}
 * ```
 */
export function measureAll(
  trace: Trace,
  metrics: readonly Metric[] = metricCatalogue,
  sender: SenderStamps = {},
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const layer of layers) {
    if (layer === "flush" && trace.flushes.length === 0) continue;
    const timing = timingAt(trace, layer, sender);
    for (const metric of metrics) {
      if (!metric.layers.includes(layer)) continue;
      const value = metric.measure(timing);
      if (value !== undefined) values[metricKey(metric.id, layer)] = value;
    }
  }
  return values;
}
