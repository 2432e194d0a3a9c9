import type { Trace } from "../events/index.ts";
import { timeToFirstByte } from "./ttfb.ts";
import { timeToFirstEvent } from "./ttfe.ts";
import { timeToFirstToken } from "./ttft.ts";
import { timeToFirstTokenFromSend } from "./ttft-send.ts";
import { timeToFirstAnswer } from "./ttfa.ts";
import { timeToSecondToken } from "./ttst.ts";
import { endToEnd } from "./e2e.ts";
import { endToEndOfStream } from "./e2e-end.ts";
import { tokenCount } from "./n.ts";
import { timePerOutputToken } from "./tpot.ts";
import { normalisedTimePerOutputToken } from "./ntpot.ts";
import { interChunkLatency } from "./icl.ts";
import { interChunkLatencyP95 } from "./icl-p95.ts";
import { interTokenLatency } from "./itl.ts";
import { tokensPerSecond } from "./tokens-per-second.ts";
import { jitterStandardDeviation } from "./jitter-sd.ts";
import { jitterVariation } from "./jitter-cv.ts";
import { jitterDeviation } from "./jitter-mad.ts";
import { gapSpread } from "./spread-99-50.ts";
import { jitterOfRtp } from "./jitter-rfc3550.ts";
import { nominalJitterOfRtp } from "./jitter-rfc3550-nominal.ts";
import { stallCount } from "./stall-n.ts";
import { stalledTime } from "./stall-ms.ts";
import { longestStall } from "./stall-max.ts";
import { stalledShare } from "./stall-ratio.ts";
import { burstShare } from "./burst-zero.ts";
import { burstiness } from "./burstiness.ts";
import { longestFreeze } from "./longest-freeze.ts";
import { flushesPerSecond } from "./flushes-per-second.ts";
import { addedDelay } from "./added-delay.ts";
import { longestAddedDelay } from "./added-delay-max.ts";
import { definitionProfiles } from "./definition-profiles.ts";
import type { Metric } from "./metric.ts";
import { retiredMetrics } from "./retired-metrics.ts";
import { type Layer, layers, type SenderStamps, timingAt } from "./stream-timing.ts";

/** All metrics, in the order of a stream's life. */
export const metricCatalogue: readonly Metric[] = [
  timeToFirstByte,
  timeToFirstEvent,
  timeToFirstToken,
  timeToFirstTokenFromSend,
  timeToFirstAnswer,
  timeToSecondToken,
  endToEnd,
  endToEndOfStream,
  tokenCount,
  timePerOutputToken,
  normalisedTimePerOutputToken,
  interChunkLatency,
  interChunkLatencyP95,
  interTokenLatency,
  tokensPerSecond,
  jitterStandardDeviation,
  jitterVariation,
  jitterDeviation,
  gapSpread,
  jitterOfRtp,
  nominalJitterOfRtp,
  stallCount,
  stalledTime,
  longestStall,
  stalledShare,
  burstShare,
  burstiness,
  longestFreeze,
  flushesPerSecond,
  addedDelay,
  longestAddedDelay,
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
 * The name of a metric at a layer, as results have it.
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
 * All metrics of a stream at all layers that it went through, by {@link metricKey}; those that are not
 * known are left out. Without a buffer there is no flush layer.
 *
 * Cost: about 30 passes over the events.
 *
 * @param metrics Which; those of another tool are in {@link definitionProfiles}.
 * @param sender Its stamps, for metrics that need them.
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
