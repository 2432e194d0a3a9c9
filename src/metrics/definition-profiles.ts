import { elapsedMs } from "../clock/index.ts";
import { partGapsMs } from "./gaps.ts";
import { jitterSd } from "./jitter.ts";
import { type Metric, metricFamily } from "./metric.ts";

/** FakeAI's limit is a constant, regardless of the stream's pace. */
const FAKEAI_STALL_MS = 500;

/** Parts in one window. */
const WINDOW = 5;

const FEWEST_FOR_A_VARIANCE = 10;

/**
 * FakeAI uses the times at which it makes tokens. Here one part of content at a layer counts as a token, because each
 * chunk of its streams is one.
 *
 * @see {@link https://github.com/ajcasagrande/fakeai/blob/09e00b57dda62afe7a5d3ce86381f17f2a0434ab/fakeai/streaming_metrics.py}
 * `StreamLifecycle`, and the methods named below.
 */
const fakeAiMetrics = metricFamily(
  { unit: "ms", defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 } },
  {
    /** `calculate_jitter_ms`. Unknown for fewer than 2 gaps. */
    fakeai_jitter: {
      label: "Jitter (FakeAI)",
      definition: "sample standard deviation of gaps",
      measure: (timing) => jitterSd(partGapsMs(timing)),
    },
    /**
     * `calculate_smoothness_score`: 100 if all gaps are equal, 0 if their standard deviation reaches their mean, as it
     * does for random arrivals. Unknown for fewer than 2 gaps.
     */
    fakeai_smoothness: {
      label: "Smoothness (FakeAI)",
      unit: "points",
      better: "higher",
      compareAs: "difference",
      defaultMargin: { kind: "difference", by: 5 },
      definition: "100 · (1 − sd of gaps / mean of gaps), from 0 to 100",
      measure(timing) {
        const gaps = partGapsMs(timing);
        const sd = jitterSd(gaps);
        if (sd === undefined) return undefined;
        const meanMs = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
        return meanMs === 0 ? 100 : Math.min(100, Math.max(0, 100 * (1 - sd / meanMs)));
      },
    },
    /** `count_stalls`. Of a stream without gaps FakeAI counts 0; here the value is unknown. */
    fakeai_stall_n: {
      label: "Stalls (FakeAI)",
      unit: "count",
      compareAs: "share",
      defaultMargin: { kind: "difference", by: 0.05 },
      definition: "number of gaps > 500 ms",
      measure(timing) {
        const gaps = partGapsMs(timing);
        return gaps.length === 0 ? undefined : gaps.filter((gap) => gap > FAKEAI_STALL_MS).length;
      },
    },
    /**
     * `calculate_throughput_variance`: in windows of 5 that move on by one. Unknown for fewer than 10 parts, and if
     * fewer than 2 windows have a duration.
     *
     * Two errors are kept: a window of 5 parts is divided by the time of its 4 gaps, so throughputs are a quarter
     * too high and their variance is 1.5625 times that of the gaps; and the last window is left out.
     */
    fakeai_throughput_variance: {
      label: "Throughput variance (FakeAI)",
      unit: "(tokens/s)²",
      compareAs: "difference",
      defaultMargin: undefined,
      definition:
        "sample variance of 5 / (time of 5 pieces), over windows that move on by one piece",
      measure({ parts }) {
        if (parts.length < FEWEST_FOR_A_VARIANCE) return undefined;
        const throughputs = parts.slice(0, -WINDOW).flatMap(({ at }, index) => {
          const windowMs = elapsedMs(at, parts[index + WINDOW - 1]?.at ?? at);
          return windowMs > 0 ? [(WINDOW * 1000) / windowMs] : [];
        });
        const sd = jitterSd(throughputs);
        return sd === undefined ? undefined : sd ** 2;
      },
    },
  },
);

/** Names of other tools' definitions. */
export const definitionProfileNames = ["compat:fakeai"] as const;

/** One of {@link definitionProfileNames}. */
export type DefinitionProfile = (typeof definitionProfileNames)[number];

/**
 * Metrics as other tools define them, to compare with the results of these tools. Measured only if passed to
 * {@link measureAll}.
 */
export const definitionProfiles: Readonly<Record<DefinitionProfile, readonly Metric[]>> = {
  "compat:fakeai": fakeAiMetrics,
};
