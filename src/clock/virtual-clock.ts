import type { Cancel, Clock } from "./clock.ts";
import { type Instant, instant, instantAfter } from "./instant.ts";

interface Call {
  readonly at: Instant;
  readonly callback: () => void;
}

/**
 * A clock that advances only on request, for tests and simulated runs: an hour takes no time.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * let isDone = false;
 * clock.callAt(instant(50), () => { isDone = true; });
 * await clock.advanceBy(50);
 * isDone; // true
 * ```
 */
export class VirtualClock implements Clock {
  #now = instant(0);
  readonly #wallOriginMs: number;
  readonly #calls: Call[] = [];

  /** @param wallOriginMs The value of `wallMs` at instant 0. */
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

  /** When the next callback is due; `undefined` if none is pending. */
  get nextCallAt(): Instant | undefined {
    return this.#calls[0]?.at;
  }

  /**
   * Advances the clock to `to` and runs each callback on the way at its instant. Promises settle between callbacks,
   * so that code started by a callback can set its timers in time.
   *
   * @throws {RangeError} When `to` is in the past.
   */
  async advanceTo(to: Instant): Promise<void> {
    if (to < this.#now) {
      throw new RangeError(
        `Cannot advance the clock as the instant must be at least ${this.#now}: current value is ${to}`,
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

  /** Advances by `ms` milliseconds, as {@link advanceTo}. */
  async advanceBy(ms: number): Promise<void> {
    await this.advanceTo(instantAfter(this.#now, ms));
  }

  /** Advances from callback to callback until `promise` settles, and returns its result. */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    const watched = { settled: false };
    const mark = () => {
      watched.settled = true;
    };
    promise.then(mark, mark);
    await promisesSettled();
    for (let at = this.nextCallAt; at !== undefined && !watched.settled; at = this.nextCallAt) {
      await this.advanceTo(at > this.#now ? at : this.#now);
    }
    return promise;
  }
}

/** Resolves in a later macrotask, after every promise that needs neither time nor I/O has settled. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    // Microseconds instead of the millisecond of a timer, but not in browsers.
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
