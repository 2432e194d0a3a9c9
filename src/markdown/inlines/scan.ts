import type { Inline } from "../tree.ts";
import type { LinkTarget } from "./link-parts.ts";
import type { References } from "./references.ts";
import type { InlineSyntax } from "./syntax.ts";

/** What the scanner found, in the order of the source. Containers are pairs of pieces until the tree is built. */
export type Piece = InlinePiece | DelimiterRun | Bracket | LinkEnd;

export interface InlinePiece {
  readonly type: "inline";
  readonly start: number;
  readonly end: number;
  readonly inline: Inline;
  /** Whether this is a link that is text inside another link: an autolink without brackets. */
  readonly isLiteral: boolean;
}

/** `**`, `_`, `~~` and so on. */
export interface DelimiterRun {
  readonly type: "run";
  readonly start: number;
  readonly end: number;
  readonly character: string;
  readonly canOpen: boolean;
  readonly canClose: boolean;
  /** Delimiters that are not part of a pair. */
  count: number;
  /** Lengths of the pairs that it opens, innermost first. */
  readonly opens: number[];
  /** Lengths of the pairs that it closes, innermost first. */
  readonly closes: number[];
}

/** `[` or `![`: text, unless it has a target. */
export interface Bracket {
  readonly type: "bracket";
  readonly start: number;
  readonly end: number;
  readonly isImage: boolean;
  /** How many delimiter runs and pieces come before it. */
  readonly runsBefore: number;
  readonly piecesBefore: number;
  /** Whether another bracket comes after it: then the text after it is no label. */
  hasInner: boolean;
  target: LinkTarget | undefined;
}

/** The end of the link whose bracket is the innermost one. */
export interface LinkEnd {
  readonly type: "link-end";
  readonly start: number;
  readonly end: number;
}

/** The state of one pass over a source. */
export interface Scan {
  readonly source: string;
  readonly references: References;
  readonly syntax: InlineSyntax;
  readonly pieces: Piece[];
  /** Delimiter runs that may still be paired. */
  readonly runs: DelimiterRun[];
  /** Brackets that a `]` may close. */
  readonly brackets: Bracket[];
  /** `[` below this index are inside no link any more: a link is never inside a link. */
  inactiveBelow: number;
  at: number;
  /** Where the text starts that is in no piece yet. */
  textAt: number;
  /** An e-mail address starts here or later. */
  wordAt: number;
  /** The start of the first construct that more text could complete or change. */
  openAt: number;
  /** Closing sequences that occur no more: each is searched in vain once. */
  readonly absent: Set<string>;
  /** Before this place, `www.` starts no URL: what follows is no domain, whatever segment it starts with. */
  noUrlBefore: number;
  /** The last place of a run of backticks, by length; `undefined` before a search in vain. */
  lastBackticks: Map<number, number> | undefined;
  /** Code units visited, for tests of the cost. */
  steps: number;
}

/** A scan of `source` from `from`. What comes before is context only. */
export function startScan(
  source: string,
  from: number,
  { references, syntax }: Pick<Scan, "references" | "syntax">,
): Scan {
  return {
    source,
    references,
    syntax,
    pieces: [],
    runs: [],
    brackets: [],
    inactiveBelow: 0,
    at: from,
    textAt: from,
    wordAt: from,
    openAt: source.length,
    absent: new Set(),
    noUrlBefore: from,
    lastBackticks: undefined,
    steps: 0,
  };
}

/** Ends the text before `end`, as a piece. */
export function flushText(scan: Scan, end: number): void {
  if (end > scan.textAt) {
    const inline: Inline = { type: "text", text: scan.source.slice(scan.textAt, end) };
    scan.pieces.push({ type: "inline", start: scan.textAt, end, inline, isLiteral: false });
  }
  scan.textAt = end;
}

/** Adds what is in the source from `start` to `end`, and continues after it. */
export function emit(scan: Scan, range: { start: number; end: number }, inline: Inline): void {
  flushText(scan, range.start);
  scan.pieces.push({ type: "inline", ...range, inline, isLiteral: false });
  skipTo(scan, range.end);
}

/** Continues at `end`, with text that is separate from what came before. */
export function skipTo(scan: Scan, end: number): void {
  scan.at = end;
  scan.textAt = end;
  scan.wordAt = end;
}

/** Notes that more text could complete a construct that starts at `start`. */
export function noteOpen(scan: Scan, start: number): void {
  scan.openAt = Math.min(scan.openAt, start);
}

/** Where `closing` occurs next, -1 if nowhere. A search in vain is made once for each closing sequence. */
export function findClosing(scan: Scan, closing: string, at: number): number {
  if (scan.absent.has(closing)) return -1;
  const found = scan.source.indexOf(closing, at);
  scan.steps += (found < 0 ? scan.source.length : found) - at;
  if (found < 0) scan.absent.add(closing);
  return found;
}
