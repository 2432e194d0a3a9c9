import type { Inline } from "../tree.ts";
import { isHighSurrogate, isSpace } from "./characters.ts";
import type { Bracket, DelimiterRun, InlinePiece, LinkEnd, Piece } from "./scan.ts";

/** Deeper containers are text: walkers of the tree are recursive, and so are browsers. */
const MOST_DEPTH = 100;

/**
 * A text that is this long ends at the next gap between words, so that text which grows costs the same at any length.
 */
const LONG_TEXT = 1_024;

interface Frame {
  readonly children: Inline[];
  /** What opened it; `undefined` at the top. */
  readonly opener: Bracket | DelimiterRun | undefined;
  /** Whether it is too deep for a container. */
  readonly isText: boolean;
  readonly isInLink: boolean;
}

/** Appends the inlines that pieces make to `into`. Text continues the text before it. */
export function buildInlines(source: string, pieces: readonly Piece[], into: Inline[]): void {
  const frames: Frame[] = [{ children: into, opener: undefined, isText: false, isInLink: false }];
  for (const piece of pieces) {
    switch (piece.type) {
      case "inline":
        addInline(frames, piece);
        break;
      case "run":
        addRun(frames, piece);
        break;
      case "bracket":
        if (piece.target === undefined)
          appendText(top(frames).children, piece.isImage ? "![" : "[");
        else open(frames, piece, source.slice(piece.start, piece.end));
        break;
      case "link-end":
        closeLink(frames, piece, source);
        break;
    }
  }
}

function top(frames: readonly Frame[]): Frame {
  return frames.at(-1) ?? { children: [], opener: undefined, isText: true, isInLink: false };
}

function open(frames: Frame[], opener: Bracket | DelimiterRun, text: string): void {
  const outer = top(frames);
  const isInLink = outer.isInLink || (opener.type === "bracket" && !opener.isImage);
  const isText = frames.length > MOST_DEPTH;
  if (isText) appendText(outer.children, text);
  frames.push({ children: isText ? outer.children : [], opener, isText, isInLink });
}

function addInline(frames: readonly Frame[], { inline, isLiteral }: InlinePiece): void {
  const { children, isInLink } = top(frames);
  if (inline.type === "text") appendText(children, inline.text);
  else if (isLiteral && isInLink) appendText(children, plainTextOf([inline]));
  else children.push(inline);
}

function addRun(frames: Frame[], run: DelimiterRun): void {
  for (const length of run.closes) closeRun(frames, run, length);
  appendText(top(frames).children, run.character.repeat(run.count));
  for (const length of run.opens.toReversed()) open(frames, run, run.character.repeat(length));
}

function closeRun(frames: Frame[], run: DelimiterRun, length: number): void {
  const { children, isText } = top(frames);
  frames.pop();
  const outer = top(frames).children;
  if (isText) appendText(outer, run.character.repeat(length));
  else outer.push({ type: styleOf(run.character, length), children });
}

function styleOf(character: string, length: number) {
  if (character === "~") return "strikethrough";
  return length === 2 ? "strong" : "emphasis";
}

function closeLink(frames: Frame[], end: LinkEnd, source: string): void {
  const { children, opener, isText } = top(frames);
  frames.pop();
  const outer = top(frames).children;
  const target = opener?.type === "bracket" ? opener.target : undefined;
  if (isText || opener?.type !== "bracket" || target === undefined) {
    appendText(outer, source.slice(end.start, end.end));
    return;
  }
  const { href, title } = target;
  outer.push(
    opener.isImage
      ? { type: "image", src: href, title, alt: plainTextOf(children) }
      : { type: "link", href, title, children },
  );
}

/** Returns the text of inlines without their markup: the description of an image. */
export function plainTextOf(inlines: readonly Inline[]): string {
  let text = "";
  for (const inline of inlines) {
    switch (inline.type) {
      case "text":
      case "code":
      case "math":
        text += inline.text;
        break;
      case "soft-break":
      case "hard-break":
        text += "\n";
        break;
      case "image":
        text += inline.alt;
        break;
      case "emphasis":
      case "strong":
      case "strikethrough":
      case "link":
        text += plainTextOf(inline.children);
        break;
      case "footnote-reference":
      case "html":
        break;
    }
  }
  return text;
}

/** The last code unit of texts that grow: to read it from a concatenated string, engines copy the whole string. */
const lastUnits = new WeakMap<Inline, number>();

/**
 * Appends text to the text at the end of `children`, or after it. Where long text is divided depends on the whole text
 * only, not on the parts in which it comes.
 *
 * Cost: O(length of `text`), amortised.
 */
export function appendText(children: Inline[], text: string): void {
  if (text === "") return;
  const last = children.at(-1);
  if (last?.type !== "text") {
    divideText(children, "", { text, lastUnit: 0 });
    return;
  }
  children.pop();
  divideText(children, last.text, { text, lastUnit: lastUnitOf(last) });
}

/** Appends `start` and `text`, divided at gaps. `lastUnit` is the one at the end of `start`, in which there is no gap. */
function divideText(
  children: Inline[],
  start: string,
  { text, lastUnit }: { readonly text: string; readonly lastUnit: number },
): void {
  let joined = start + text;
  let cutChars = 0;
  for (let at = Math.max(0, LONG_TEXT - start.length); at < text.length; at++) {
    const before = at === 0 ? lastUnit : text.charCodeAt(at - 1);
    if (!isGapBetween(before, text.charCodeAt(at))) continue;
    const index = start.length + at;
    children.push({ type: "text", text: joined.slice(0, index - cutChars) });
    joined = joined.slice(index - cutChars);
    cutChars = index;
    at += LONG_TEXT - 1;
  }
  const tail: Inline = { type: "text", text: joined };
  lastUnits.set(tail, text.charCodeAt(text.length - 1));
  children.push(tail);
}

function lastUnitOf(inline: Extract<Inline, { type: "text" }>): number {
  return lastUnits.get(inline) ?? inline.text.charCodeAt(inline.text.length - 1);
}

/**
 * Whether text may be divided before `at`: at the start of a word, or between two characters that are not ASCII, as
 * not all scripts have spaces. No inline syntax but its own characters spans such a place.
 */
export function isGap(text: string, at: number): boolean {
  return isGapBetween(text.charCodeAt(at - 1), text.charCodeAt(at));
}

function isGapBetween(before: number, after: number): boolean {
  if (isSpace(after)) return false;
  return isSpace(before) || (before > 0x7f && after > 0x7f && !isHighSurrogate(before));
}
