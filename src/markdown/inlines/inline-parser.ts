import type { Inline } from "../tree.ts";
import { scanAutolink, scanEmail, scanUrl, scanWww } from "./autolinks.ts";
import { closeBracket, openBracket } from "./brackets.ts";
import { buildInlines } from "./build.ts";
import { CODE, entityAt, isEscapable, isSpace, runLength } from "./characters.ts";
import { pairRemainingRuns, scanRun } from "./delimiters.ts";
import { scanBackslashMath, scanDollars } from "./math.ts";
import { scanBreakTag, scanRawHtml } from "./raw-html.ts";
import type { References } from "./references.ts";
import { emit, flushText, noteOpen, type Scan, skipTo, startScan } from "./scan.ts";
import { MODEL_SYNTAX, type InlineSyntax } from "./syntax.ts";

/**
 * Returns the inline content of a leaf: a paragraph, a heading or a cell. Space at its end is ignored.
 *
 * Cost: O(length of the source), for any source.
 */
export function parseInlines(
  source: string,
  references: References,
  syntax: InlineSyntax = MODEL_SYNTAX,
): Inline[] {
  const scan = startScan(trimSpacesEnd(source), 0, { references, syntax });
  scanInlines(scan);
  const inlines: Inline[] = [];
  buildInlines(scan.source, scan.pieces, inlines);
  return inlines;
}

/** Without the spaces, tabs and line feeds at the end. */
export function trimSpacesEnd(source: string): string {
  let end = source.length;
  while (isSpace(source.charCodeAt(end - 1))) end--;
  return source.slice(0, end);
}

type ScanConstruct = (scan: Scan) => void;

/** By code unit. If a function does not move on, the character is text. */
const CONSTRUCTS: readonly (ScanConstruct | undefined)[] = constructs();

function constructs(): (ScanConstruct | undefined)[] {
  const table = Array.from<ScanConstruct | undefined>({ length: 0x80 });
  table[CODE.lineFeed] = scanLineEnd;
  table[CODE.exclamation] = openBracket;
  table[CODE.openBracket] = openBracket;
  table[CODE.closeBracket] = closeBracket;
  table[CODE.asterisk] = scanRun;
  table[CODE.underscore] = scanRun;
  table[CODE.tilde] = scanRun;
  table[CODE.backtick] = scanCode;
  table[CODE.backslash] = scanBackslash;
  table[CODE.ampersand] = scanEntity;
  table[CODE.less] = scanLess;
  table[CODE.dollar] = scanDollars;
  table[CODE.colon] = scanUrl;
  table[CODE.period] = scanWww;
  table[CODE.at] = scanEmail;
  return table;
}

/** Scans the source to its end: all pieces, with delimiters paired. */
export function scanInlines(scan: Scan): void {
  const { source } = scan;
  scan.steps += source.length - scan.at;
  while (scan.at < source.length) {
    const { at } = scan;
    CONSTRUCTS[source.charCodeAt(at)]?.(scan);
    if (scan.at === at) scan.at++;
  }
  flushText(scan, source.length);
  const [bracket] = scan.brackets.slice(scan.inactiveBelow);
  const image = scan.brackets.find(({ isImage }) => isImage);
  noteOpen(scan, Math.min(bracket?.start ?? source.length, image?.start ?? source.length));
  pairRemainingRuns(scan);
}

/** A line end: without the spaces around it, and hard after two of them. */
function scanLineEnd(scan: Scan): void {
  const { source, at } = scan;
  let start = at;
  while (start > scan.textAt && isSpace(source.charCodeAt(start - 1))) start--;
  const isHard = start <= at - 2 && source.slice(at - 2, at) === "  ";
  emit(scan, { start, end: afterIndent(source, at + 1) }, breakOf(isHard));
}

function breakOf(isHard: boolean): Inline {
  return { type: isHard ? "hard-break" : "soft-break" };
}

function afterIndent(source: string, at: number): number {
  let index = at;
  while (source.charCodeAt(index) === CODE.space || source.charCodeAt(index) === CODE.tab) index++;
  return index;
}

function scanBackslash(scan: Scan): void {
  const { source, at: start } = scan;
  const next = source.charCodeAt(start + 1);
  if (next === CODE.lineFeed) {
    emit(scan, { start, end: afterIndent(source, start + 2) }, breakOf(true));
    return;
  }
  if ((next === CODE.openParen || next === CODE.openBracket) && scanBackslashMath(scan)) return;
  if (!isEscapable(next)) return;
  flushText(scan, start);
  skipTo(scan, start + 2);
  scan.textAt = start + 1;
}

function scanEntity(scan: Scan): void {
  const { source, at: start } = scan;
  const entity = entityAt(source, start);
  if (entity === undefined) return;
  emit(scan, { start, end: entity.end }, { type: "text", text: entity.text });
}

/** A code span, or backticks as text. */
function scanCode(scan: Scan): void {
  const { source, at: start } = scan;
  const length = runLength(source, start);
  const close = closingBackticks(scan, start + length, length);
  if (close === undefined) {
    noteOpen(scan, start);
    scan.at = start + length;
    return;
  }
  const content = source.slice(start + length, close).replaceAll("\n", " ");
  const isPadded = /^ .* $/su.test(content) && /[^ ]/u.test(content);
  const text = isPadded ? content.slice(1, -1) : content;
  emit(scan, { start, end: close + length }, { type: "code", text });
}

/** Where the next run of so many backticks is. A search in vain notes all runs, so that it is made once. */
function closingBackticks(scan: Scan, from: number, length: number): number | undefined {
  const { source, lastBackticks } = scan;
  if (lastBackticks !== undefined && (lastBackticks.get(length) ?? -1) < from) return undefined;
  const seen = new Map<number, number>();
  let at = source.indexOf("`", from);
  while (at >= 0) {
    const found = runLength(source, at);
    if (found === length) {
      scan.steps += at - from;
      return at;
    }
    seen.set(found, at);
    at = source.indexOf("`", at + found);
  }
  scan.steps += source.length - from;
  scan.lastBackticks = seen;
  return undefined;
}

function scanLess(scan: Scan): void {
  if (scanAutolink(scan)) return;
  if (scan.syntax.html) scanRawHtml(scan);
  else scanBreakTag(scan);
}
