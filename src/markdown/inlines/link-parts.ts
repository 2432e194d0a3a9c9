import { afterSpaces, CODE, decodeEscapes, isEscapable, isSpace } from "./characters.ts";

/**
 * A part of a link in the source, decoded. Its end is {@link NO_MATCH} if it is not there, {@link UNFINISHED} if the
 * source ends before that is known.
 */
export interface LinkPart {
  readonly end: number;
  readonly text: string;
  /** Index after what was looked at. */
  readonly reach: number;
}

const NO_MATCH = -1;
export const UNFINISHED = -2;

/** Parentheses may be nested so deep in a destination; it bounds the work on `](](](`. */
const MOST_PARENTHESES = 32;

/** Characters that the specification allows in a label. */
const LONGEST_LABEL = 999;

function noPart(reach: number): LinkPart {
  return { end: NO_MATCH, text: "", reach };
}

function unfinishedPart(source: string): LinkPart {
  return { end: UNFINISHED, text: "", reach: source.length };
}

/** `<a b>` or `a(b)`. */
function linkDestination(source: string, at: number): LinkPart {
  if (source.charCodeAt(at) === CODE.less) return pointyDestination(source, at);
  let depth = 0;
  let index = at;
  for (; index < source.length; index = afterCharacter(source, index)) {
    const code = source.charCodeAt(index);
    if (isSpaceOrControl(code)) break;
    if (code === CODE.openParen) depth++;
    else if (code === CODE.closeParen) depth--;
    if (depth < 0 || depth > MOST_PARENTHESES) break;
  }
  if (depth > 0) return index < source.length ? noPart(index) : unfinishedPart(source);
  return { end: index, text: decodeEscapes(source.slice(at, index)), reach: index };
}

function isSpaceOrControl(code: number): boolean {
  return code <= CODE.space || code === 0x7f;
}

/** Index after the character at `at`, which may be escaped. */
function afterCharacter(source: string, at: number): number {
  const isEscape =
    source.charCodeAt(at) === CODE.backslash && isEscapable(source.charCodeAt(at + 1));
  return at + (isEscape ? 2 : 1);
}

function pointyDestination(source: string, at: number): LinkPart {
  for (let index = at + 1; index < source.length; index = afterCharacter(source, index)) {
    const code = source.charCodeAt(index);
    if (code === CODE.greater) return partBetween(source, at, index);
    if (code === CODE.lineFeed || code === CODE.less) return noPart(index);
  }
  return unfinishedPart(source);
}

/** What is between two delimiters of one character. */
function partBetween(source: string, open: number, close: number): LinkPart {
  return { end: close + 1, text: decodeEscapes(source.slice(open + 1, close)), reach: close + 1 };
}

/** `"a"`, `'a'` or `(a)`. */
function linkTitle(source: string, at: number): LinkPart {
  const open = source.charCodeAt(at);
  if (open !== CODE.doubleQuote && open !== CODE.quote && open !== CODE.openParen)
    return noPart(at);
  const close = open === CODE.openParen ? CODE.closeParen : open;
  for (let index = at + 1; index < source.length; index = afterCharacter(source, index)) {
    const code = source.charCodeAt(index);
    if (code === close) return partBetween(source, at, index);
    if (code === CODE.openParen && close === CODE.closeParen) return noPart(index);
  }
  return unfinishedPart(source);
}

/** `[a]`, with at least one character that is not space. Its text is the source between the brackets. */
export function linkLabel(source: string, at: number): LinkPart {
  if (source.charCodeAt(at) !== CODE.openBracket) return noPart(at);
  const last = Math.min(source.length, at + LONGEST_LABEL + 2);
  for (let index = at + 1; index < last; index = afterCharacter(source, index)) {
    const code = source.charCodeAt(index);
    if (code === CODE.openBracket) return noPart(index);
    if (code === CODE.closeBracket) {
      return { end: index + 1, text: source.slice(at + 1, index), reach: index + 1 };
    }
  }
  return last < source.length ? noPart(last) : unfinishedPart(source);
}

/** Where a link leads. */
export interface LinkTarget {
  readonly href: string;
  readonly title: string | undefined;
}

/** `(destination "title")` at `at`. Without it, the end is negative, as that of a part. */
export function linkTail(source: string, at: number): LinkTarget & Pick<LinkPart, "end" | "reach"> {
  const failed = (end: number, reach: number) => ({ end, reach, href: "", title: undefined });
  const destination = linkDestination(source, afterSpaces(source, at + 1));
  if (destination.end < 0) return failed(destination.end, destination.reach);

  const titleAt = afterSpaces(source, destination.end);
  const title = titleAt > destination.end ? linkTitle(source, titleAt) : noPart(titleAt);
  if (title.end === UNFINISHED) return failed(UNFINISHED, title.reach);

  const closeAt = afterSpaces(source, Math.max(destination.end, title.end));
  if (source.charCodeAt(closeAt) !== CODE.closeParen) {
    return failed(closeAt < source.length ? NO_MATCH : UNFINISHED, Math.max(closeAt, title.reach));
  }
  return {
    end: closeAt + 1,
    reach: closeAt + 1,
    href: destination.text,
    title: title.end < 0 ? undefined : title.text,
  };
}

/** A link reference definition. */
export interface LinkDefinition extends LinkTarget {
  /** By {@link normalizeLabel}. */
  readonly label: string;
  /** Index after its line end. */
  readonly end: number;
}

/**
 * Returns the link reference definition at `at` in the text of a paragraph; `undefined` if there is none.
 *
 * Its title may be on the next line. If what follows is no title, the definition ends with its first line.
 */
export function linkDefinition(source: string, at: number): LinkDefinition | undefined {
  const label = linkLabel(source, at);
  if (label.end < 0 || source.charCodeAt(label.end) !== CODE.colon) return undefined;
  const name = normalizeLabel(label.text);
  if (name === "") return undefined;

  const destinationAt = afterSpaces(source, label.end + 1);
  const destination = linkDestination(source, destinationAt);
  if (destination.end <= destinationAt) return undefined;

  const titleAt = afterSpaces(source, destination.end);
  const title = titleAt > destination.end ? linkTitle(source, titleAt) : noPart(titleAt);
  const endWithTitle = title.end < 0 ? undefined : lineEnd(source, title.end);
  if (endWithTitle !== undefined) {
    return { label: name, href: destination.text, title: title.text, end: endWithTitle };
  }
  const end = lineEnd(source, destination.end);
  if (end === undefined) return undefined;
  return { label: name, href: destination.text, title: undefined, end };
}

/** Index after the line end, if only spaces come before it. */
function lineEnd(source: string, at: number): number | undefined {
  let index = at;
  while (index < source.length && source.charCodeAt(index) !== CODE.lineFeed) {
    if (!isSpace(source.charCodeAt(index))) return undefined;
    index++;
  }
  return Math.min(index + 1, source.length);
}

/** Returns the label by which links and definitions are matched: without case, spaces as one space. */
export function normalizeLabel(label: string): string {
  return label
    .replaceAll(/[ \t\r\n]+/gu, " ")
    .replaceAll(/^ | $/gu, "")
    .toLowerCase()
    .toUpperCase();
}
