import { pieceGapsMs } from "./gaps.ts";
import type { Metric } from "./metric.ts";

/** A constant, whatever the stream's pace. */
const STALL_MS = 500;

/**
 * FakeAI's stalls: how many gaps are longer than 500 ms. A stream without a gap has none there; here it is not
 * known.
 *
 * @see {@link https://github.com/ajcasagrande/fakeai/blob/09e00b57dda62afe7a5d3ce86381f17f2a0434ab/fakeai/streaming_metrics.py}
 * `StreamLifecycle.count_stalls`.
 */
export const fakeAiStallCount: Metric = {
  id: "fakeai_stall_n",
  label: "Stalls (FakeAI)",
  unit: "count",
  better: "lower",
  compareAs: "share",
  defaultMargin: { kind: "difference", by: 0.05 },
  definition: "number of gaps > 500 ms",
  layers: ["wire", "flush"],
  measure(timing) {
    const gaps = pieceGapsMs(timing);
    return gaps.length === 0 ? undefined : gaps.filter((gap) => gap > STALL_MS).length;
  },
};
