import TinyQueue from "tinyqueue";

import type { Clock } from "./clock.ts";
import { elapsedMs, instant, type Instant } from "./instant.ts";

/**
 * A class instead of object literals: V8 allocates literals in old space once some of them have lived long, as the
 * first callbacks of many streams do. Each later callback, and everything it refers to, would then live until a full
 * collection.
 */
class Call {
  readonly at: Instant;
  readonly order: number;
  readonly callback: () => void;
  cancelled = false;

  constructor(at: Instant, order: number, callback: () => void) {
    this.at = at;
    this.order = order;
    this.callback = callback;
  }
}

/** `setTimeout` is up to this late on an idle machine, so the end of a wait is polled. */
const SPIN_MS = 1.2;

/**
 * A clock whose callbacks run within microseconds of their instants, for servers that pace streams.
 *
 * One priority queue and one timer serve all callbacks. The last 1.2 ms before an instant are polled with
 * `setImmediate`, so sockets are still served. That takes up to a whole core while callbacks are due all the time:
 * run it in a separate thread. Node and Deno.
 *
 * @example
 * ```ts
 * const clock = preciseClock();
 * const at = instantAfter(clock.now(), 3);
 * await sleepUntil(clock, at);
 * clock.now() >= at; // true
 * ```
 */
export function preciseClock(): Clock {
  const queue = new TinyQueue<Call>([], (a, b) => a.at - b.at || a.order - b.order);
  let order = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPolling = false;

  const now = () => instant(performance.now());

  function arm(): void {
    while (queue.peek()?.cancelled === true) queue.pop();
    const next = queue.peek();
    clearTimeout(timer);
    timer = undefined;
    if (next === undefined || isPolling) return;
    const waitMs = elapsedMs(now(), next.at) - SPIN_MS;
    if (waitMs > 0) timer = setTimeout(arm, waitMs);
    else poll();
  }

  function poll(): void {
    isPolling = true;
    setImmediate(() => {
      isPolling = false;
      runDue();
      arm();
    });
  }

  function runDue(): void {
    const at = now();
    for (let call = queue.peek(); call !== undefined && call.at <= at; call = queue.peek()) {
      queue.pop();
      if (!call.cancelled) call.callback();
    }
  }

  return {
    now,
    callAt(at, callback) {
      const call = new Call(at, order++, callback);
      queue.push(call);
      if (queue.peek() === call) arm();
      return () => {
        call.cancelled = true;
        if (queue.peek() === call) arm();
      };
    },
    wallMs: () => Date.now(),
  };
}
