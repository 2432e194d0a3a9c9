import type { Cancel, Clock } from "./clock.ts";
import { type Instant, instant, instantAfter } from "./instant.ts";

interface Call {
  readonly at: Instant;
  readonly callback: () => void;
}

/**
 * A clock that moves only when told to. For tests and simulated runs, where an hour takes no time.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * let rang = false;
 * clock.callAt(instant(50), () => { rang = true; });
 * await clock.advanceBy(50);
 * rang; // true
 * ```
 */
export class VirtualClock implements Clock {
  #now = instant(0);
  readonly #wallOriginMs: number;
  readonly #calls: Call[] = [];

  /** @param wallOriginMs What `wallMs` says at instant 0. */
  constructor(wallOriginMs = 0) {
    this.#wallOriginMs = wallOriginMs;
  }

  now(): Instant {
    return this.#now;
  }

  wallMs(): number {
    return this.#wallOriginMs + this.#now;
  }

  callAt(at: Instant, callback: () => void): Cancel {
    const call = { at, callback };
    const later = this.#calls.findIndex((other) => other.at > at);
    this.#calls.splice(later === -1 ? this.#calls.length : later, 0, call);
    return () => {
      const index = this.#calls.indexOf(call);
      if (index !== -1) this.#calls.splice(index, 1);
    };
  }

  /** When the next callback is due; `undefined` when none waits. */
  get nextCallAt(): Instant | undefined {
    return this.#calls[0]?.at;
  }

  /**
   * Moves the clock to `to`, running what is due on the way at its own instant. Between callbacks
   * promises settle, so that what a callback started can set its own timers in time.
   *
   * @throws {RangeError} When `to` is in the past.
   */
  async advanceTo(to: Instant): Promise<void> {
    if (to < this.#now) {
      throw new RangeError(
        `Cannot advance the clock as it never goes back: it is ${this.#now}, current value is ${to}`,
      );
    }
    await promisesSettled();
    for (let call = this.#calls[0]; call && call.at <= to; call = this.#calls[0]) {
      this.#calls.shift();
      if (call.at > this.#now) this.#now = call.at;
      call.callback();
      await promisesSettled();
    }
    this.#now = to;
  }

  /** {@link advanceTo}, `ms` milliseconds from now. */
  async advanceBy(ms: number): Promise<void> {
    await this.advanceTo(instantAfter(this.#now, ms));
  }

  /** Advances from callback to callback until `promise` settles, and gives its result. */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    const watched = { settled: false };
    const mark = () => {
      watched.settled = true;
    };
    promise.then(mark, mark);
    await promisesSettled();
    for (
      let next = this.nextCallAt;
      next !== undefined && !watched.settled;
      next = this.nextCallAt
    ) {
      await this.advanceTo(next > this.#now ? next : this.#now);
    }
    return promise;
  }
}

/** A macrotask: by then every promise that could settle without time or I/O has settled. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    // A timer takes a millisecond and more, this takes microseconds; browsers do not have it.
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
