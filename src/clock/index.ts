/**
 * Clocks, instants and waits. The only room that reads the time of the platform; every other room receives a
 * {@link Clock}.
 */
export { type Cancel, type Clock } from "./clock.ts";
export { elapsedMs, type Instant, instant, instantAfter } from "./instant.ts";
export { isoTime } from "./iso-time.ts";
export { preciseClock } from "./precise-clock.ts";
export { sleep, sleepUntil } from "./sleep.ts";
export { systemClock } from "./system-clock.ts";
export { type AbortableWait, abortableWait, untilAborted } from "./until-aborted.ts";
export { VirtualClock } from "./virtual-clock.ts";
