import { instantAfter, systemClock } from "millrace/clock";

const clock = systemClock();

/** A hidden page gets no frames, so it is painted after this time. */
const STARVED_MS = 1_000;

const waiting = new Set<() => void>();
let scheduled = false;

/**
 * Paints with the next frame, together with all other panes of the page, or within a second if the page is hidden. A
 * repeated call before that changes nothing.
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
