import { CODE, isAlphanumeric, isDigit, isSpace, runLength } from "./characters.ts";
import { emit, findClosing, noteOpen, type Scan } from "./scan.ts";

/**
 * Math in dollars, at the current place. Text that only looks like it stays text: prices (`$5 and $10`, `pay $5, or 10$
 * more`), shell variables (`$HOME:$PATH`) and what is plainly prose.
 *
 * @see {@link https://pandoc.org/MANUAL.html#math} whose rule this extends: the opening `$` has a character that is not
 * space right after it, the closing one right before it, and no digit follows it.
 */
export function scanDollars(scan: Scan): void {
  if (!scan.syntax.math) return;
  const { at: start } = scan;
  const count = runLength(scan.source, start);
  if (count === 1) scanInlineMath(scan);
  else if (count === 2) scanDisplayMath(scan);
  if (scan.at === start) scan.at += count;
}

function scanInlineMath(scan: Scan): void {
  const { source, at: start } = scan;
  if (isAlphanumeric(source.charCodeAt(start - 1)) || isSpace(source.charCodeAt(start + 1))) return;
  const close = nextDollar(scan, start + 1);
  const content = source.slice(start + 1, close);
  // A word that the source ends with may go on.
  if (isProse(close === source.length ? content : `${content} `)) return;
  if (close === source.length) noteOpen(scan, start);
  else if (isClosingDollar(source, close)) {
    const text = /^`[^`]+`$/u.test(content) ? content.slice(1, -1) : content;
    if (text.includes("`")) return;
    emit(scan, { start, end: close + 1 }, { type: "math", text, isDisplay: false });
  }
}

/** Index of the next `$` that is not escaped, or the end. */
function nextDollar(scan: Scan, from: number): number {
  const { source } = scan;
  let index = from;
  while (index < source.length && source.charCodeAt(index) !== CODE.dollar) {
    index += source.charCodeAt(index) === CODE.backslash ? 2 : 1;
  }
  scan.steps += index - from;
  return Math.min(index, source.length);
}

const ORDINAL = /(?:th|st|nd|rd|s)(?![\p{L}\p{N}_])/uy;

function isClosingDollar(source: string, close: number): boolean {
  if (isSpace(source.charCodeAt(close - 1))) return false;
  const after = source.charCodeAt(close + 1);
  ORDINAL.lastIndex = close + 1;
  if (!isAlphanumeric(after) && after !== CODE.underscore) return true;
  return !isDigit(after) && ORDINAL.test(source);
}

/** A word of prose; names of functions are none. It is complete: more text does not change it. */
const PROSE_WORD =
  /\s(?!(?:arg|cos|det|dim|exp|gcd|inf|ker|lim|ln|log|max|min|mod|sin|sup|tan)\b)\p{L}{2,}(?=[\s,.;:!?])|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;

/**
 * Whether a word of prose comes before anything that only formulas contain. After a digit, only a backslash is such a
 * thing: prices are compared with `=` and `/`.
 */
function isProse(content: string): boolean {
  const formula = content.search(isDigit(content.charCodeAt(0)) ? /\\/u : /[\\^_={}]/u);
  return PROSE_WORD.test(formula < 0 ? content : content.slice(0, formula));
}

function scanDisplayMath(scan: Scan): void {
  const { source, at: start } = scan;
  let close = findClosing(scan, "$$", start + 2);
  while (close > 0 && isEscaped(source, close)) close = findClosing(scan, "$$", close + 1);
  if (close < 0) {
    noteOpen(scan, start);
    return;
  }
  const content = source.slice(start + 2, close);
  // `$$` is also a shell's process id: "echo $$ and kill $$".
  if (content.trim() === "" || /^\s[\p{L}\s]*\p{L}{2,}\s$/u.test(content)) return;
  emit(scan, { start, end: close + 2 }, { type: "math", text: content.trim(), isDisplay: true });
}

function isEscaped(source: string, at: number): boolean {
  let slashes = 0;
  while (source.charCodeAt(at - 1 - slashes) === CODE.backslash) slashes++;
  return slashes % 2 === 1;
}

/**
 * `\(…\)` or `\[…\]` at the current place. They need a closer and content, because both are escapes as well. Returns
 * whether it was found.
 */
export function scanBackslashMath(scan: Scan): boolean {
  const { source, at: start } = scan;
  const open = source.charCodeAt(start + 1);
  const isDisplay = open === CODE.openBracket;
  const closing = isDisplay ? CODE.closeBracket : CODE.closeParen;
  if (!scan.syntax.math) return false;

  for (let index = start + 2; index < source.length; index++) {
    scan.steps++;
    if (source.charCodeAt(index) !== CODE.backslash) continue;
    const next = source.charCodeAt(index + 1);
    if (next === open) return false;
    if (next !== closing) index++;
    else return emitBackslashMath(scan, { start, end: index + 2 }, isDisplay);
  }
  noteOpen(scan, start);
  return false;
}

/** A word between two brackets of which prose speaks: "match \\[ and \\]". */
const CONJUNCTION = /^(?:and|or|to)$/u;

function emitBackslashMath(
  scan: Scan,
  range: { start: number; end: number },
  isDisplay: boolean,
): boolean {
  const text = scan.source.slice(range.start + 2, range.end - 2).trim();
  if (text === "" || CONJUNCTION.test(text)) return false;
  // `\[text\](url)` is a link whose brackets were escaped.
  if (isDisplay && scan.source.charCodeAt(range.end) === CODE.openParen) return false;
  emit(scan, range, { type: "math", text, isDisplay });
  return true;
}
