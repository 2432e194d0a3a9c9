import type { Sink } from "./sink.ts";
import type { TruthEntry } from "./truth-log.ts";

/**
 * Notes in a record when the reader took what was written, where that was not at once. It looks once a turn,
 * when all of the turn has been written, and makes nothing for those tokens that were taken at once.
 *
 * @returns Is told of each token that has been written: its place in the record.
 */
export function watchDraining(sink: Sink, truth: TruthEntry): (place: number) => void {
  let first: number | undefined;
  let last = 0;

  function look(): void {
    const from = first;
    const to = last;
    first = undefined;
    if (from === undefined || !sink.isHeld()) return;
    sink.onTaken(() => {
      for (let place = from; place <= to; place++) truth.drained(place);
    });
  }

  return (place) => {
    last = place;
    if (first !== undefined) return;
    first = place;
    queueMicrotask(look);
  };
}
