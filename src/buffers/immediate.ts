import type { BufferStrategy } from "./buffer-strategy.ts";

/**
 * Shows every delta at once: no delay, and one update per token.
 *
 * @example
 * ```ts
 * immediate().push("Hel", instant(0)); // "Hel"
 * ```
 */
export function immediate(): BufferStrategy {
  return { push: (text) => text, tick: () => "", flush: () => "", deadline: undefined };
}
