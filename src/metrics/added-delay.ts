import { elapsedMs } from "../clock/index.ts";
import { quantileOf } from "../stats/index.ts";
import { metricFamily } from "./metric.ts";
import type { Arrival, StreamTiming } from "./stream-timing.ts";

/** How much later than they had arrived characters were released. */
export const addedDelayMetrics = metricFamily(
  {
    unit: "ms",
    compareAs: "difference",
    layers: ["flush"],
    defaultMargin: { kind: "difference", by: 10 },
  },
  {
    added_delay: {
      label: "Added delay",
      definition: "Σ over characters (flush − wire) / characters",
      measure(timing) {
        const delays = characterDelays(timing);
        const chars = delays.reduce((sum, { lengthChars }) => sum + lengthChars, 0);
        const totalMs = delays.reduce(
          (sum, { delayMs, lengthChars }) => sum + delayMs * lengthChars,
          0,
        );
        return chars === 0 ? undefined : totalMs / chars;
      },
    },
    added_delay_max: {
      label: "Longest added delay",
      defaultMargin: { kind: "difference", by: 20 },
      definition: "max over characters (flush − wire)",
      measure(timing) {
        const delays = characterDelays(timing).map(({ delayMs }) => delayMs);
        return quantileOf(delays, 1);
      },
    },
  },
);

/**
 * How long each character of the answer was held: text at the wire joined with text at the flush layer,
 * by position. Cost: O(deltas + flushes).
 */
function characterDelays({ parts, wire }: StreamTiming) {
  const arrived = cursorOver(wire.filter(({ kind }) => kind === "text"));
  const shown = cursorOver(parts.filter(({ kind }) => kind === "text"));
  const delays: { readonly lengthChars: number; readonly delayMs: number }[] = [];
  for (;;) {
    const from = arrived.at;
    const to = shown.at;
    if (from === undefined || to === undefined) return delays;
    const lengthChars = Math.min(arrived.leftChars, shown.leftChars);
    // A read is stamped before the flush that releases its text, so a delay is never negative.
    delays.push({ lengthChars, delayMs: Math.max(0, elapsedMs(from, to)) });
    arrived.skip(lengthChars);
    shown.skip(lengthChars);
  }
}

function cursorOver(parts: readonly Arrival[]) {
  let index = 0;
  let skippedChars = 0;
  return {
    /** When the part under the cursor came; `undefined` at the end. */
    get at() {
      return parts[index]?.at;
    },
    get leftChars() {
      return (parts[index]?.lengthChars ?? 0) - skippedChars;
    },
    skip(lengthChars: number) {
      skippedChars += lengthChars;
      if (skippedChars < (parts[index]?.lengthChars ?? 0)) return;
      index++;
      skippedChars = 0;
    },
  };
}
