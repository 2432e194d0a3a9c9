import { elapsedMs, type Instant } from "../clock/index.ts";
import type { Arrival, StreamTiming } from "./stream-timing.ts";

/** Some characters that arrived together and were let through together. */
export interface CharacterDelay {
  readonly lengthChars: number;
  readonly delayMs: number;
}

/**
 * How long each character of the answer was held: text at the wire joined with text at the flush layer,
 * by position. Cost: O(deltas + flushes).
 */
export function characterDelays({ pieces, wire }: StreamTiming): CharacterDelay[] {
  const arrived = cursorOver(wire.filter(({ kind }) => kind === "text"));
  const shown = cursorOver(pieces.filter(({ kind }) => kind === "text"));
  const delays: CharacterDelay[] = [];
  for (;;) {
    const from = arrived.at;
    const to = shown.at;
    if (from === undefined || to === undefined) return delays;
    const lengthChars = Math.min(arrived.leftChars, shown.leftChars);
    // A read is stamped when it is taken, a flush when it is let through: never the other way round.
    delays.push({ lengthChars, delayMs: Math.max(0, elapsedMs(from, to)) });
    arrived.skip(lengthChars);
    shown.skip(lengthChars);
  }
}

interface Cursor {
  /** When the piece under the cursor came; `undefined` at the end. */
  readonly at: Instant | undefined;
  readonly leftChars: number;
  skip(lengthChars: number): void;
}

function cursorOver(pieces: readonly Arrival[]): Cursor {
  let index = 0;
  let skippedChars = 0;
  return {
    get at() {
      return pieces[index]?.at;
    },
    get leftChars() {
      return (pieces[index]?.lengthChars ?? 0) - skippedChars;
    },
    skip(lengthChars) {
      skippedChars += lengthChars;
      if (skippedChars < (pieces[index]?.lengthChars ?? 0)) return;
      index++;
      skippedChars = 0;
    },
  };
}
