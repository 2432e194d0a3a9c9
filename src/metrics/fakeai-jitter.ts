import { pieceGapsMs } from "./gaps.ts";
import { jitterSd } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * FakeAI's jitter: the sample standard deviation of the gaps, in milliseconds. Unknown for fewer than 2 gaps.
 *
 * FakeAI takes its own times of making a token; here a piece of content at a layer counts as one, as its
 * streams' chunks do there.
 *
 * @see {@link https://github.com/ajcasagrande/fakeai/blob/09e00b57dda62afe7a5d3ce86381f17f2a0434ab/fakeai/streaming_metrics.py}
 * `StreamLifecycle.calculate_jitter_ms`.
 */
export const fakeAiJitter: Metric = {
  id: "fakeai_jitter",
  label: "Jitter (FakeAI)",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 },
  definition: "sample standard deviation of gaps",
  layers: ["wire", "flush"],
  measure(timing) {
    return jitterSd(pieceGapsMs(timing));
  },
};
