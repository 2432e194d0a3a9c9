import { characterDelays } from "./character-delays.ts";
import { quantileOf } from "./median.ts";
import type { Metric } from "./metric.ts";

/**
 * How much later than it had arrived the unluckiest character was let through, in milliseconds.
 */
export const longestAddedDelay: Metric = {
  id: "added_delay_max",
  label: "Longest added delay",
  unit: "ms",
  better: "lower",
  compareAs: "difference",
  defaultMargin: { kind: "difference", by: 20 },
  definition: "max over characters (flush − wire)",
  layers: ["flush"],
  measure(timing) {
    return quantileOf(
      characterDelays(timing).map(({ delayMs }) => delayMs),
      1,
    );
  },
};
