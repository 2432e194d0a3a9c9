import { elapsedMs } from "../clock/index.ts";
import { jitterSd } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/** So many pieces are one window. */
const WINDOW = 5;

/** Of fewer pieces nothing is said. */
const LEAST = 10;

/**
 * FakeAI's throughput variance: the sample variance of the tokens per second in windows of 5 that move on by
 * one. Unknown for fewer than 10 pieces, and where fewer than 2 windows last any time.
 *
 * Kept as it is there: a window of 5 pieces is divided by the time of its 4 gaps, so throughputs are a quarter
 * too high and their variance is 1.5625 times that of the gaps' own; and the last window is left out.
 *
 * @see {@link https://github.com/ajcasagrande/fakeai/blob/09e00b57dda62afe7a5d3ce86381f17f2a0434ab/fakeai/streaming_metrics.py}
 * `StreamLifecycle.calculate_throughput_variance`.
 */
export const fakeAiThroughputVariance: Metric = {
  id: "fakeai_throughput_variance",
  label: "Throughput variance (FakeAI)",
  unit: "(tokens/s)²",
  better: "lower",
  compareAs: "difference",
  defaultMargin: undefined,
  definition: "sample variance of 5 / (time of 5 pieces), over windows that move on by one piece",
  layers: ["wire", "flush"],
  measure({ pieces }) {
    if (pieces.length < LEAST) return undefined;
    const throughputs = pieces.slice(0, -WINDOW).flatMap(({ at }, index) => {
      const lastMs = elapsedMs(at, pieces[index + WINDOW - 1]?.at ?? at);
      return lastMs > 0 ? [(WINDOW * 1000) / lastMs] : [];
    });
    const sd = jitterSd(throughputs);
    return sd === undefined ? undefined : sd ** 2;
  },
};
