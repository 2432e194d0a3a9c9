import type { Secret } from "./redact-secrets.ts";

/**
 * How much of a key may be shown before it is recognised. Text is held back only if it ends like the start of
 * a key that is longer than this: most words that end in the first letter of a key are shown at once.
 */
const SHOWN_CHARS = 2;

/** Removes keys from text that comes in parts. */
export interface KeyFilter {
  /** What may be shown now. */
  push(text: string): string;
  /** What was held back. */
  end(): string;
}

/**
 * Removes keys from text that comes in parts, also if a key is cut over several of them. At
 * most its first {@link SHOWN_CHARS} characters are shown.
 *
 * @param unfinished Matches an end of text that must be held back for another reason.
 *
 * @example
 * ```ts
 * const filter = keyFilter([{ value: "sk-1234567", mask: "[key]" }]);
 * filter.push("a sk-12") + filter.push("34567") + filter.end(); // "a [key]"
 * ```
 */
export function keyFilter(secrets: readonly Secret[], unfinished: RegExp = /(?!)/u): KeyFilter {
  const keys = secrets.map(({ value }) => value);
  /** What was received last; its first `shown` characters have been shown. */
  let recent = "";
  let shown = 0;

  /** How long the end is that may become a key. */
  function openChars(): number {
    const afterKeys = recent.slice(Math.max(0, ...keys.map((key) => endOfLast(key, recent))));
    return Math.max(0, ...keys.map((key) => lengthOfStart(key, afterKeys)));
  }

  function show(length: number): string {
    if (length <= shown) return "";
    const ready = recent.slice(0, length);
    const starts = keys.map((key) => ready.indexOf(key)).filter((index) => index !== -1);
    // Not in escaped spellings: one that is split over chunks would not be recognised anyway.
    const clean = secrets.reduce((text, { value, mask }) => text.replaceAll(value, mask), ready);
    const visible = clean.slice(Math.min(shown, ...starts));
    const from = Math.max(0, length - SHOWN_CHARS);
    recent = recent.slice(from);
    shown = length - from;
    return visible;
  }

  return {
    push(text) {
      recent += text;
      const held = unfinished.exec(recent)?.[0].length ?? 0;
      return show(recent.length - Math.max(held, openChars()));
    },
    end() {
      const rest = show(recent.length);
      recent = "";
      shown = 0;
      return rest;
    },
  };
}

function endOfLast(key: string, text: string): number {
  const index = text.lastIndexOf(key);
  return index === -1 ? 0 : index + key.length;
}

/** How many characters at the end of a text are the start of a key; 0 if too few to be sure. */
function lengthOfStart(key: string, text: string): number {
  for (let length = Math.min(key.length - 1, text.length); length > SHOWN_CHARS; length--) {
    if (text.endsWith(key.slice(0, length))) return length;
  }
  return 0;
}
