import { POSITIVE, integerFrom, requireNumbers } from "../stats/index.ts";
import { type Instant, instantAfter } from "../clock/index.ts";
import type { BufferStrategy } from "./buffer-strategy.ts";
import { heldText } from "./held-text.ts";

/** When a batch of deltas is full. */
export interface CountOrTimeOptions {
  /** Number of deltas in a full batch. @defaultValue `5` */
  readonly chunks?: number | undefined;
  /** The longest time that the first character of a batch waits, in milliseconds. @defaultValue `100` */
  readonly windowMs?: number | undefined;
}

/**
 * Shows text in batches of `chunks` deltas, or sooner once the first delta has waited for `windowMs`: the classic
 * rule of chat front ends.
 *
 * Adds at most `windowMs` to the latency of any character. Cost per delta: O(1) amortised.
 *
 * @throws {RangeError} When `chunks` is not a whole number from 1, or `windowMs` is not positive.
 *
 * @example
 * ```ts
 * const strategy = countOrTime({ chunks: 2, windowMs: 100 });
 * strategy.push("Hel", instant(0)); // ""
 * strategy.push("lo", instant(10)); // "Hello"
 * ```
 */
export function countOrTime({
  chunks = 5,
  windowMs = 100,
}: CountOrTimeOptions = {}): BufferStrategy {
  requireNumbers("count deltas", { chunks }, integerFrom(1));
  requireNumbers("count deltas", { windowMs }, POSITIVE);
  const held = heldText();
  let heldDeltas = 0;
  let deadline: Instant | undefined;

  function release(): string {
    heldDeltas = 0;
    deadline = undefined;
    return held.takeAll();
  }

  const tick = (at: Instant) => (deadline !== undefined && at >= deadline ? release() : "");

  return {
    push(text, at) {
      if (text === "") return "";
      held.add(text);
      heldDeltas++;
      deadline ??= instantAfter(at, windowMs);
      return heldDeltas >= chunks ? release() : tick(at);
    },
    tick,
    flush: release,
    get deadline() {
      return deadline;
    },
  };
}
