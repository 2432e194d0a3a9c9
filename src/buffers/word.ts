import { POSITIVE, requireNumbers } from "../stats/index.ts";
import { type Instant, instantAfter } from "../clock/index.ts";
import type { BufferStrategy } from "./buffer-strategy.ts";
import { heldText } from "./held-text.ts";

/** How long half a word may wait. */
export interface WordOptions {
  /**
   * How long an unfinished word may wait for its end, in milliseconds.
   *
   * @defaultValue `250`: a pause that long is seen as a pause, so the half word is shown.
   */
  readonly windowMs?: number;
}

/**
 * Shows whole words: text up to the last place where a word has certainly ended.
 *
 * A word ends at white space, and between any two characters of scripts that are written without
 * spaces (Chinese, Japanese kana, Thai and the like), where more text is known to follow. Waiting is
 * bounded by `windowMs`. Cost per delta: O(held text), which is about one word.
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

  function release(lengthChars: number): string {
    const text = held.take(lengthChars);
    if (held.lengthChars === 0) deadline = undefined;
    return text;
  }

  const releaseAll = () => release(held.lengthChars);

  return {
    push(text, at) {
      if (text === "") return "";
      held.add(text);
      const endChars = lastWordEnd(held.peek());
      // What is left has begun to wait just now; only an unfinished word goes on waiting.
      if (endChars > 0) deadline = undefined;
      deadline ??= instantAfter(at, windowMs);
      return at >= deadline ? releaseAll() : release(endChars);
    },
    tick: (at) => (deadline !== undefined && at >= deadline ? releaseAll() : ""),
    flush: releaseAll,
    get deadline() {
      return deadline;
    },
  };
}

/** The last white space, and what may be the beginning of a word after it. */
const LAST_SPACE = /\s\S*$/u;

/** A character of a script without spaces, where another one follows that is not a mark on it. */
const LONE_WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}](?=[^\p{M}\u200d])/gu;

/** How many characters of `text` are whole words; 0 when the first word may go on. Cost: O(text). */
function lastWordEnd(text: string): number {
  const space = LAST_SPACE.exec(text);
  const spaceEndChars = space === null ? 0 : space.index + 1;
  let endChars = spaceEndChars;
  for (const match of text.slice(spaceEndChars).matchAll(LONE_WORD)) {
    endChars = spaceEndChars + match.index + match[0].length;
  }
  return endChars;
}
