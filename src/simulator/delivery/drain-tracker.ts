import type { Sink } from "./sink.ts";
import type { TruthEntry } from "../truth/truth-log.ts";

/** Notes in a record when the reader took what was written, where that was not at once. */
export interface DrainTracker {
  /** A token has been written: its place in the record. */
  written(place: number): void;
  /** A turn is over: what it has written has been handed on together. */
  look(): void;
}

/** It looks once a turn, and makes nothing for those tokens that were taken at once. */
export function trackDraining(sink: Sink, truth: TruthEntry): DrainTracker {
  let first: number | undefined;
  let last = 0;

  return {
    written(place) {
      first ??= place;
      last = place;
    },
    look() {
      const from = first;
      const to = last;
      first = undefined;
      if (from === undefined || !sink.isBacklogged()) return;
      sink.onDrained(() => {
        for (let place = from; place <= to; place++) truth.drained(place);
      });
    },
  };
}
