import { POSITIVE, requireNumbers } from "../stats/index.ts";
import { type Instant, instantAfter } from "../clock/index.ts";
import type { BufferStrategy } from "./buffer-strategy.ts";
import { heldText } from "./held-text.ts";

/** Options of {@link word}. */
export interface WordOptions {
  /**
   * The longest time that an incomplete word waits, in milliseconds.
   *
   * @defaultValue `250`: readers notice a longer pause, so the incomplete word is shown.
   */
  readonly windowMs?: number | undefined;
}

/**
 * Shows whole words: the text up to the last word that is certainly complete.
 *
 * A word ends at white space and, in scripts without spaces (Chinese, Japanese kana, Thai and similar ones), before
 * each following character. No text waits longer than `windowMs`. Cost per delta: O(held text), which is about one
 * word.
 *
 * @throws {RangeError} When `windowMs` is not a positive finite number.
 *
 * @example
 * ```ts
 * const strategy = word();
 * strategy.push("Hello wor", instant(0)); // "Hello "
 * strategy.push("ld ", instant(10)); // "world "
 * ```
 */
export function word({ windowMs = 250 }: WordOptions = {}): BufferStrategy {
  requireNumbers("wait for a word", { windowMs }, POSITIVE);
  const held = heldText();
  let deadline: Instant | undefined;

  function release(lengthChars = held.lengthChars): string {
    const text = held.take(lengthChars);
    if (held.lengthChars === 0) deadline = undefined;
    return text;
  }

  return {
    push(text, at) {
      if (text === "") return "";
      held.add(text);
      const endChars = lastWordEnd(held.peek());
      // The rest starts to wait now; only an incomplete word keeps its deadline.
      if (endChars > 0) deadline = undefined;
      deadline ??= instantAfter(at, windowMs);
      return release(at >= deadline ? undefined : endChars);
    },
    tick: (at) => (deadline !== undefined && at >= deadline ? release() : ""),
    flush: () => release(),
    get deadline() {
      return deadline;
    },
  };
}

/** A character of a script without spaces, followed by a character that is not a mark on it. */
const LONE_WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}](?=[^\p{M}\u200d])/gu;

/** How many characters of `text` are complete words; 0 if the first word may continue. Cost: O(text). */
function lastWordEnd(text: string): number {
  const spaceEndChars = text.search(/\s\S*$/u) + 1;
  let endChars = spaceEndChars;
  for (const match of text.slice(spaceEndChars).matchAll(LONE_WORD)) {
    endChars = spaceEndChars + match.index + match[0].length;
  }
  return endChars;
}
