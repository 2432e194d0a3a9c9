import type { BufferStrategy } from "./buffer-strategy.ts";

/**
 * Shows every delta as it comes: no delay, and one update for each token.
 *
 * @example
 * ```ts
 * immediate().push("Hel", instant(0)); // "Hel"
 * ```
 */
export function immediate(): BufferStrategy {
  return { push: (text) => text, tick: () => "", flush: () => "", deadline: undefined };
}
