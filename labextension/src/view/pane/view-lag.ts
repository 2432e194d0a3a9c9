import { type Clock, elapsedMs, type Instant } from "millrace/clock";

/** How many paints the figure looks back on. */
const PAINTS = 60;

/** How long new content waits in this page until it is painted. */
export function viewLag(clock: Clock) {
  const lagsMs: number[] = [];
  let waitingSince: Instant | undefined;
  return {
    arrived() {
      waitingSince ??= clock.now();
    },
    painted() {
      if (waitingSince === undefined) return;
      lagsMs.push(elapsedMs(waitingSince, clock.now()));
      waitingSince = undefined;
      if (lagsMs.length > PAINTS) lagsMs.shift();
    },
    /** The longest of the last 60 paints, in milliseconds; `undefined` before the first. */
    longestMs: () => (lagsMs.length === 0 ? undefined : Math.max(...lagsMs)),
  };
}
