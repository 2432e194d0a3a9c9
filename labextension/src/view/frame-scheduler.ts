import { instantAfter, systemClock } from "millrace/clock";

const clock = systemClock();

/** A hidden page gets no frames; so often it is caught up with all the same. */
const STARVED_MS = 1_000;

const waiting = new Set<() => void>();
let scheduled = false;

/**
 * Paints with the next frame, together with all other panes of the page; asking again before that
 * changes nothing. Where the page is hidden, within a second.
 */
export function paintSoon(paint: () => void): void {
  waiting.add(paint);
  if (scheduled) return;
  scheduled = true;
  const frame = requestAnimationFrame(run);
  const cancel = clock.callAt(instantAfter(clock.now(), STARVED_MS), run);

  function run(): void {
    if (!scheduled) return;
    scheduled = false;
    cancelAnimationFrame(frame);
    cancel();
    const paints = [...waiting];
    waiting.clear();
    for (const one of paints) one();
  }
}
