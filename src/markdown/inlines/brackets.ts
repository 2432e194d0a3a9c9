import { CODE } from "./characters.ts";
import { pairRuns } from "./delimiters.ts";
import { linkLabel, linkTail, type LinkTarget, normalizeLabel, UNFINISHED } from "./link-parts.ts";
import { type Bracket, emit, flushText, noteOpen, type Scan, skipTo } from "./scan.ts";

/** Longest label of a reference, by the specification. */
const LONGEST_LABEL = 999;

/** Adds `[`, or `![` if there is a `!` at the current place. */
export function openBracket(scan: Scan): void {
  const { source, at: start } = scan;
  const isImage = source.charCodeAt(start) === CODE.exclamation;
  if (isImage && source.charCodeAt(start + 1) !== CODE.openBracket) return;

  const outer = scan.brackets.at(-1);
  if (outer !== undefined) outer.hasInner = true;
  flushText(scan, start);
  const bracket: Bracket = {
    type: "bracket",
    start,
    end: start + (isImage ? 2 : 1),
    isImage,
    runsBefore: scan.runs.length,
    piecesBefore: scan.pieces.length,
    hasInner: false,
    target: undefined,
  };
  scan.pieces.push(bracket);
  scan.brackets.push(bracket);
  skipTo(scan, bracket.end);
}

/** Ends the innermost bracket at the `]` at the current place: as a link, an image, a footnote reference or text. */
export function closeBracket(scan: Scan): void {
  const bracket = scan.brackets.pop();
  if (bracket === undefined) return;
  const isActive = bracket.isImage || scan.brackets.length >= scan.inactiveBelow;
  scan.inactiveBelow = Math.min(scan.inactiveBelow, scan.brackets.length);
  if (!isActive) return;

  const { at: start } = scan;
  if (start + 1 === scan.source.length) noteOpen(scan, bracket.start);
  if (referToFootnote(scan, bracket)) return;
  const link = inlineLink(scan, bracket) ?? referenceLink(scan, bracket);
  if (link === undefined) return;

  flushText(scan, start);
  pairRuns(scan, bracket.runsBefore);
  bracket.target = link;
  scan.pieces.push({ type: "link-end", start, end: link.end });
  if (!bracket.isImage) scan.inactiveBelow = scan.brackets.length;
  skipTo(scan, link.end);
}

type FoundLink = LinkTarget & { readonly end: number };

/** `[text](destination "title")`. */
function inlineLink(scan: Scan, bracket: Bracket): FoundLink | undefined {
  const at = scan.at + 1;
  if (scan.source.charCodeAt(at) !== CODE.openParen) return undefined;
  const tail = linkTail(scan.source, at);
  scan.steps += tail.reach - at;
  if (tail.end === UNFINISHED) noteOpen(scan, bracket.start);
  return tail.end < 0 ? undefined : tail;
}

/** `[text][label]`, `[label][]` or `[label]`. */
function referenceLink(scan: Scan, bracket: Bracket): FoundLink | undefined {
  const { source, at } = scan;
  const label = linkLabel(source, at + 1);
  scan.steps += label.reach - at;
  if (label.end === UNFINISHED && at + 1 < source.length) noteOpen(scan, bracket.start);
  const name = labelOf(scan, bracket, label.text);
  const target = name === "" ? undefined : scan.references.link(name);
  return target && { ...target, end: label.end > 0 ? label.end : at + 1 };
}

/** The label after the brackets, or the text in them, which is no label if it contains brackets; `""` for none. */
function labelOf({ source, at }: Scan, bracket: Bracket, label: string): string {
  if (label !== "") return normalizeLabel(label);
  if (bracket.hasInner || at - bracket.end > LONGEST_LABEL) return "";
  return normalizeLabel(source.slice(bracket.end, at));
}

function referToFootnote(scan: Scan, bracket: Bracket): boolean {
  const { source, at } = scan;
  const isReference =
    scan.syntax.footnotes &&
    !bracket.hasInner &&
    source.charCodeAt(bracket.end) === CODE.caret &&
    at - bracket.end <= LONGEST_LABEL;
  const label = isReference ? source.slice(bracket.end + 1, at) : "";
  if (label === "" || /\s/u.test(label)) return false;
  const number = scan.references.footnote(normalizeLabel(label));
  if (number === undefined) return false;

  // What the label seemed to contain is part of it.
  scan.pieces.length = bracket.piecesBefore;
  scan.runs.length = bracket.runsBefore;
  const start = bracket.end - 1;
  scan.textAt = bracket.start;
  emit(scan, { start, end: at + 1 }, { type: "footnote-reference", label, number });
  return true;
}
