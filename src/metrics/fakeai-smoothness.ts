import { pieceGapsMs } from "./gaps.ts";
import { jitterSd } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * FakeAI's smoothness, from 0 to 100: 100 for gaps that are all alike (and where all came at once), 0 where their
 * standard deviation reaches their mean, as it does for gaps by pure chance. Unknown for fewer than 2 gaps.
 *
 * @see {@link https://github.com/ajcasagrande/fakeai/blob/09e00b57dda62afe7a5d3ce86381f17f2a0434ab/fakeai/streaming_metrics.py}
 * `StreamLifecycle.calculate_smoothness_score`.
 */
export const fakeAiSmoothness: Metric = {
  id: "fakeai_smoothness",
  label: "Smoothness (FakeAI)",
  unit: "points",
  better: "higher",
  compareAs: "difference",
  defaultMargin: { kind: "difference", by: 5 },
  definition: "100 · (1 − sd of gaps / mean of gaps), from 0 to 100",
  layers: ["wire", "flush"],
  measure(timing) {
    const gaps = pieceGapsMs(timing);
    const sd = jitterSd(gaps);
    if (sd === undefined) return undefined;
    const meanMs = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    return meanMs === 0 ? 100 : Math.min(100, Math.max(0, 100 * (1 - sd / meanMs)));
  },
};
