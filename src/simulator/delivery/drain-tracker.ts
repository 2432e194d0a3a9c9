import type { Sink } from "./sink.ts";
import type { TruthEntry } from "../truth/truth-log.ts";

/** Records when the client took tokens that were not taken at once. */
export interface DrainTracker {
  /** Called when a token has been written, with its index in the record. */
  written(index: number): void;
  /** Called at the end of a turn, whose writes are flushed together. */
  turnEnded(): void;
}

/** Checks the sink once per turn, and allocates nothing for tokens that were taken at once. */
export function trackDraining(sink: Sink, truth: TruthEntry): DrainTracker {
  let first: number | undefined;
  let last = 0;

  return {
    written(index) {
      first ??= index;
      last = index;
    },
    turnEnded() {
      const from = first;
      const to = last;
      first = undefined;
      if (from === undefined || !sink.isBacklogged()) return;
      sink.onDrained(() => {
        for (let index = from; index <= to; index++) truth.drained(index);
      });
    },
  };
}
