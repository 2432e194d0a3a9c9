import { CODE, isAlphanumeric, isSpace, sideAt } from "./characters.ts";
import { emit, flushText, noteOpen, type Piece, type Scan, skipTo } from "./scan.ts";

const URI = /<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>\p{Cc}]*)>/uy;
const EMAIL =
  /<([\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z\d](?:[a-zA-Z\d-]{0,61}[a-zA-Z\d])?(?:\.[a-zA-Z\d](?:[a-zA-Z\d-]{0,61}[a-zA-Z\d])?)*)>/uy;

/** `<https://a.b>` or `<a@b.c>` at the current place. Returns whether it was found. */
export function scanAutolink(scan: Scan): boolean {
  const { source, at: start } = scan;
  const uri = matchAt(URI, source, start);
  const address = uri ?? matchAt(EMAIL, source, start);
  if (address === undefined) {
    let end = start + 1;
    while (end < source.length && !isSpace(source.charCodeAt(end)) && isInAutolink(source, end))
      end++;
    scan.steps += end - start;
    if (end === source.length) noteOpen(scan, start);
    return false;
  }
  const href = uri === undefined ? `mailto:${address}` : address;
  const children = [{ type: "text", text: address } as const];
  const end = start + address.length + 2;
  emit(scan, { start, end }, { type: "link", href, title: undefined, children });
  return true;
}

function isInAutolink(source: string, at: number): boolean {
  const code = source.charCodeAt(at);
  return code !== CODE.less && code !== CODE.greater;
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[1];
}

/** A URL without brackets, at the `:` of `https://`. */
export function scanUrl(scan: Scan): void {
  const { source, at } = scan;
  if (!scan.syntax.gfm || source.charCodeAt(at + 1) !== CODE.slash) return;
  const scheme = /https?$/iu.exec(source.slice(Math.max(scan.textAt, at - 5), at))?.[0];
  if (scheme === undefined || source.charCodeAt(at + 2) !== CODE.slash) return;
  const start = at - scheme.length;
  if (isLetter(source.charCodeAt(start - 1))) return;
  emitUrl(scan, { start, domainAt: at + 3, prefix: "" });
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

/** A URL without scheme, at the first `.` of `www.`. */
export function scanWww(scan: Scan): void {
  const { source, at } = scan;
  const start = at - 3;
  if (!scan.syntax.gfm || start < scan.textAt || start < scan.noUrlBefore) return;
  if (source.slice(start, at).toLowerCase() !== "www") return;
  const before = source.charCodeAt(start - 1);
  const isAllowed = start === 0 || isSpace(before) || /[*_~([]/u.test(source.charAt(start - 1));
  if (isAllowed) emitUrl(scan, { start, domainAt: start, prefix: "http://" });
}

function emitUrl(
  scan: Scan,
  { start, domainAt, prefix }: { start: number; domainAt: number; prefix: string },
): void {
  const { source } = scan;
  const domainEnd = endOfDomain(source, domainAt);
  // Underscores after it may end emphasis.
  const domain = withoutUnderscores(source.slice(domainAt, domainEnd));
  scan.steps += domainEnd - domainAt;
  if (!isDomain(domain) || (prefix !== "" && !/\.[^.]/u.test(domain.slice(3)))) {
    if (domainEnd === source.length) noteOpen(scan, start);
    scan.noUrlBefore = domainEnd;
    return;
  }
  // A full stop may end the domain, too.
  const end = withoutTrail(source, domainAt, endOfPath(scan, domainEnd));
  emitLiteral(scan, { start, end }, prefix);
}

function emitLiteral(
  scan: Scan,
  { start, end }: { start: number; end: number },
  prefix: string,
): void {
  const text = scan.source.slice(start, end);
  flushText(scan, start);
  const href = prefix + text;
  const children = [{ type: "text", text } as const];
  const inline = { type: "link", href, title: undefined, children } as const;
  scan.pieces.push({ type: "inline", start, end, inline, isLiteral: true });
  skipTo(scan, end);
}

function endOfDomain(source: string, at: number): number {
  let index = at;
  for (; index < source.length; index++) {
    const code = source.charCodeAt(index);
    const isName = isAlphanumeric(code) || /[-_.]/u.test(source.charAt(index));
    if (!isName && (code < 0x80 || !isOther(source, index))) break;
  }
  return index;
}

function withoutUnderscores(domain: string): string {
  let end = domain.length;
  while (domain.charCodeAt(end - 1) === CODE.underscore) end--;
  return domain.slice(0, end);
}

/** The second half of a surrogate pair goes with the first. */
function isOther(source: string, at: number): boolean {
  return (source.charCodeAt(at) & 0xfc_00) === 0xdc_00 || sideAt(source, at) === "other";
}

/** No underscore in the last two segments, and not only punctuation. */
function isDomain(domain: string): boolean {
  const segments = domain.split(".");
  return /^[^-_.]/u.test(domain) && segments.slice(-2).every((segment) => !segment.includes("_"));
}

/** What a URL does not contain: space, tags, and quotes and CJK punctuation, which GFM alone would include. */
const PATH_END = /[\s<"`\u3000-\u303f\uff01-\uff0f\uff1a-\uff1f\u2018-\u201f]/u;

/** A URL ends at a `]` without its `[`, which may end a link, and at a reference to a footnote. */
function endOfPath(scan: Scan, at: number): number {
  const { source } = scan;
  let depth = 0;
  let index = at;
  for (; index < source.length; index++) {
    const code = source.charCodeAt(index);
    if (code === CODE.openBracket && source.charCodeAt(index + 1) === CODE.caret) break;
    if (code === CODE.openBracket) depth++;
    if (code === CODE.closeBracket) depth--;
    if (depth < 0 || PATH_END.test(source.charAt(index))) break;
  }
  scan.steps += index - at;
  return index;
}

/** The end of a URL without the punctuation, the entity or the unbalanced parentheses after it. */
function withoutTrail(source: string, from: number, to: number): number {
  let unbalanced = 0;
  for (let index = from; index < to; index++) {
    if (source.charCodeAt(index) === CODE.openParen) unbalanced--;
    if (source.charCodeAt(index) === CODE.closeParen) unbalanced++;
  }
  let end = to;
  while (end > from) {
    const last = source.charAt(end - 1);
    if (last === ")") {
      if (unbalanced-- <= 0) break;
      end--;
    } else if (last === ";") end = beforeEntity(source, from, end);
    else if (/[?!.,:*_~'"]/u.test(last)) end--;
    else break;
  }
  return end;
}

/** Index before `&name;`, or before the `;` alone. */
function beforeEntity(source: string, from: number, end: number): number {
  let index = end - 2;
  while (index > from && isAlphanumeric(source.charCodeAt(index))) index--;
  return source.charCodeAt(index) === CODE.ampersand && index < end - 2 ? index : end - 1;
}

const DOMAIN_OF_EMAIL = /[\w-]+(?:\.[a-zA-Z\d][\w-]*)+/uy;

/** An e-mail address, at its `@`. */
export function scanEmail(scan: Scan): void {
  const { source, at } = scan;
  if (!scan.syntax.gfm) return;
  let start = startOfLocal(scan);
  if (start === at || source.charCodeAt(start - 1) === CODE.slash) return;

  DOMAIN_OF_EMAIL.lastIndex = at + 1;
  const [domain = "_"] = DOMAIN_OF_EMAIL.exec(source) ?? [];
  // As in cmark-gfm, a version is no domain: "react@18.2.0".
  if (!isLetter(domain.charCodeAt(domain.length - 1))) return;
  const before = source.slice(Math.max(scan.wordAt, start - 7), start).toLowerCase();
  const isFull = before === "mailto:";
  if (isFull) start -= before.length;
  takeBack(scan, start);
  emitLiteral(scan, { start, end: at + 1 + domain.length }, isFull ? "" : "mailto:");
}

function startOfLocal(scan: Scan): number {
  let start = scan.at;
  while (start > scan.wordAt && isLocal(scan.source, start - 1)) start--;
  scan.steps += scan.at - start;
  return start;
}

function isLocal(source: string, at: number): boolean {
  return isAlphanumeric(source.charCodeAt(at)) || /[._+-]/u.test(source.charAt(at));
}

/** Makes everything from `start` on text again: underscores that seemed to be delimiters. */
function takeBack(scan: Scan, start: number): void {
  let last: Piece | undefined = scan.pieces.at(-1);
  while (last !== undefined && last.end > start) {
    scan.pieces.pop();
    if (scan.runs.at(-1) === last) scan.runs.pop();
    scan.textAt = last.start;
    last = scan.pieces.at(-1);
  }
}
