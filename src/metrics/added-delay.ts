import { characterDelays } from "./character-delays.ts";
import type { Metric } from "./metric.ts";

/**
 * How much later the mean character was let through than it had arrived, in milliseconds.
 */
export const addedDelay: Metric = {
  id: "added_delay",
  label: "Added delay",
  unit: "ms",
  better: "lower",
  compareAs: "difference",
  defaultMargin: { kind: "difference", by: 10 },
  definition: "Σ over characters (flush − wire) / characters",
  layers: ["flush"],
  measure(timing) {
    const delays = characterDelays(timing);
    const chars = delays.reduce((sum, { lengthChars }) => sum + lengthChars, 0);
    const totalMs = delays.reduce(
      (sum, { delayMs, lengthChars }) => sum + delayMs * lengthChars,
      0,
    );
    return chars === 0 ? undefined : totalMs / chars;
  },
};
