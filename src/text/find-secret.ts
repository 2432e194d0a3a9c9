/** Where a secret is in a text: from `start` to before `end`. */
export interface FoundSecret {
  readonly start: number;
  readonly end: number;
}

/** A shorter part of a secret is not secret: many keys start with the same characters. */
const SHORTEST_PART_CHARS = 8;

/** The letter after the backslash in the JSON escapes of control characters. */
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "n",
  "\r": "r",
  "\t": "t",
  "\b": "b",
  "\f": "f",
};

/** The longest spelling of a character: `\\u002f`. */
const LONGEST_SPELLING_CHARS = 7;

/**
 * Finds a secret as it is, and as JSON and URLs escape it, including JSON inside JSON.
 *
 * Cost: O(text) in practice.
 *
 * @example
 * ```ts
 * findSecret("key=s%2Fcret", "s/cret"); // [{ start: 4, end: 12 }]
 * ```
 */
export function findSecret(text: string, secret: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  // No letter or digit is ever escaped.
  const [lead = ""] = /^[\da-z]*/iu.exec(secret) ?? [];
  let at = 0;
  while (at < text.length) {
    const start = lead === "" ? at : text.indexOf(lead, at);
    if (start === -1) break;
    const { end, chars } = match(text, start, secret);
    const isWhole = chars === secret.length;
    if (isWhole) found.push({ start, end });
    at = isWhole ? end : start + 1;
  }
  return found;
}

/** Finds parts of a secret at both ends of an excerpt. */
export function findCutSecret(text: string, secret: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  const firstEnd = endOfCutSecret(text, secret);
  if (firstEnd > 0) found.push({ start: 0, end: firstEnd });
  const tailChars = secret.length * LONGEST_SPELLING_CHARS;
  for (let start = Math.max(firstEnd, text.length - tailChars); start < text.length; start++) {
    const { end, chars } = match(text, start, secret);
    if (end === text.length && chars >= SHORTEST_PART_CHARS) return [...found, { start, end }];
  }
  return found;
}

/** The index after the last part of a secret at the start of the text; 0 if there is none. */
function endOfCutSecret(text: string, secret: string): number {
  for (let from = 1; from <= secret.length - SHORTEST_PART_CHARS; from++) {
    const rest = secret.slice(from);
    const { end, chars } = match(text, 0, rest);
    if (chars === rest.length) return end;
  }
  return 0;
}

/** How many leading characters of the secret are at `start`, in any spelling, and where they end. */
function match(text: string, start: number, secret: string): { end: number; chars: number } {
  let end = start;
  for (let chars = 0; chars < secret.length; chars++) {
    const next = endOfCharacter(text, end, secret.charAt(chars));
    if (next === -1) return { end, chars };
    end = next;
  }
  return { end, chars: secret.length };
}

/** The index after one character in any spelling; -1 if it is not there. */
function endOfCharacter(text: string, at: number, character: string): number {
  const found = text.charAt(at);
  if (found === character) return at + 1;
  if (found === "%") return endOfPercents(text, at, character);
  return found === "\\" ? endOfEscape(text, at, character) : -1;
}

function endOfPercents(text: string, at: number, character: string): number {
  const encoded = percentEncoded(character);
  const end = at + encoded.length;
  return text.slice(at, end).toUpperCase() === encoded ? end : -1;
}

/** JSON inside JSON inside JSON inside JSON. Without a limit, a text of backslashes would take quadratic time. */
const MOST_BACKSLASHES = 15;

function endOfEscape(text: string, at: number, character: string): number {
  let end = at;
  while (text.charAt(end) === "\\" && end - at < MOST_BACKSLASHES) end++;
  if (text.startsWith(SHORT_ESCAPES[character] ?? character, end)) return end + 1;
  const unicode = `u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.slice(end, end + 5).toLowerCase() === unicode ? end + 5 : -1;
}

function percentEncoded(character: string): string {
  // Half of a surrogate pair cannot be encoded, and no key has one.
  if (/[\ud800-\udfff]/u.test(character)) return character;
  const bytes = new TextEncoder().encode(character);
  const hex = Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0"));
  return `%${hex.join("%")}`;
}
