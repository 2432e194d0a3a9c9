import TinyQueue from "tinyqueue";

import type { Clock } from "./clock.ts";
import { elapsedMs, instant, type Instant } from "./instant.ts";

/**
 * A class, and no literal: V8 makes literals in old space once some of them have lived long, as the first calls
 * of many streams do. Then each call of each stream waits for a full collection, and what it points to with it.
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

/** `setTimeout` is up to this late on an idle machine; what is nearer is waited for by looking. */
const SPIN_MS = 1.2;

/**
 * A clock whose callbacks come within microseconds of their instants, for servers that pace streams.
 *
 * One calendar queue and one timer for all callbacks; the last 1.2 ms before an instant are spent looking
 * (`setImmediate`), so sockets are still served. That costs up to a whole core while callbacks are due
 * all the time: give it a thread of its own. Node and Deno.
 *
 * @example
 * ```ts
 * const clock = preciseClock();
 * const at = instantAfter(clock.now(), 3);
 * await new Promise((resolve) => clock.callAt(at, () => resolve(undefined)));
 * clock.now() >= at; // true
 * ```
 */
export function preciseClock(): Clock {
  const queue = new TinyQueue<Call>([], (a, b) => a.at - b.at || a.order - b.order);
  let order = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking = false;

  const now = () => instant(performance.now());

  function arm(): void {
    while (queue.peek()?.cancelled === true) queue.pop();
    const next = queue.peek();
    clearTimeout(timer);
    timer = undefined;
    if (next === undefined || looking) return;
    const waitMs = elapsedMs(now(), next.at) - SPIN_MS;
    if (waitMs > 0) timer = setTimeout(arm, waitMs);
    else look();
  }

  function look(): void {
    looking = true;
    setImmediate(() => {
      looking = false;
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
