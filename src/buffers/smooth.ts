import { POSITIVE, requireNumbers } from "../stats/index.ts";
import { elapsedMs, type Instant, instantAfter } from "../clock/index.ts";
import type { BufferStrategy } from "./buffer-strategy.ts";
import { heldText } from "./held-text.ts";

/** Options of {@link smooth}. */
export interface SmoothOptions {
  /**
   * Time constant of a backlog, in milliseconds: text is shown at a rate of backlog ÷ `drainMs`.
   *
   * @defaultValue `250`: a burst is shown before the reader looks at it again.
   */
  readonly drainMs?: number | undefined;
  /**
   * Time between updates while there is a backlog, in milliseconds.
   *
   * @defaultValue `16`: about one frame at 60 Hz.
   */
  readonly frameMs?: number | undefined;
}

/**
 * Turns bursts into an even flow: shows a share of the backlog in each frame, so that the backlog decays
 * exponentially, like a leaky bucket that leaks faster the fuller it is.
 *
 * Each frame shows at least one character and at most `frameMs / drainMs` of the backlog. Adds about
 * `drainMs` to the latency of a character, and at most `drainMs × (1 + ln(backlog))` to the last one
 * of a burst. Cost per frame: O(backlog).
 *
 * @throws {RangeError} When an option is not a positive finite number.
 *
 * @example
 * ```ts
 * const strategy = smooth({ drainMs: 64, frameMs: 16 });
 * strategy.push("abcdefgh", instant(0)); // "ab"
 * strategy.deadline; // 16
 * strategy.tick(instant(16)); // "cd"
 * ```
 */
export function smooth({ drainMs = 250, frameMs = 16 }: SmoothOptions = {}): BufferStrategy {
  requireNumbers("smooth a stream", { drainMs, frameMs }, POSITIVE);
  const held = heldText();
  let shownAt: Instant | undefined;
  let deadline: Instant | undefined;

  function show(at: Instant): string {
    const sinceMs = shownAt === undefined ? frameMs : elapsedMs(shownAt, at);
    const share = Math.min(1, Math.max(frameMs, sinceMs) / drainMs);
    const text = held.take(Math.max(1, Math.ceil(held.lengthChars * share)));
    shownAt = at;
    deadline = held.lengthChars === 0 ? undefined : instantAfter(at, frameMs);
    return text;
  }

  const tick = (at: Instant) => (deadline !== undefined && at >= deadline ? show(at) : "");

  return {
    push(text, at) {
      if (text === "") return "";
      // A new backlog after a pause: the pause must not count as time to catch up.
      if (held.lengthChars === 0) {
        deadline = shownAt === undefined ? at : instantAfter(shownAt, frameMs);
        if (deadline < at) {
          deadline = at;
          shownAt = undefined;
        }
      }
      held.add(text);
      return tick(at);
    },
    tick,
    flush() {
      deadline = undefined;
      return held.takeAll();
    },
    get deadline() {
      return deadline;
    },
  };
}
