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

/**
 * Appends text to the text at the end of `children`, or after it. Where long text is divided depends on the whole text
 * only, not on the parts in which it comes.
 */
export function appendText(children: Inline[], text: string): void {
  if (text === "") return;
  const last = children.at(-1);
  let joined = text;
  let from = LONG_TEXT;
  if (last?.type === "text") {
    children.pop();
    joined = last.text + text;
    from = Math.max(LONG_TEXT, last.text.length);
  }
  for (let index = from; index < joined.length; index++) {
    if (!isGap(joined, index)) continue;
    children.push({ type: "text", text: joined.slice(0, index) });
    joined = joined.slice(index);
    index = LONG_TEXT - 1;
  }
  children.push({ type: "text", text: joined });
}

/**
 * Whether text may be divided before `at`: at the start of a word, or between two characters that are not ASCII, as
 * not all scripts have spaces. No inline syntax but its own characters spans such a place.
 */
export function isGap(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  if (isSpace(after)) return false;
  return isSpace(before) || (before > 0x7f && after > 0x7f && !isHighSurrogate(before));
}
