import type { Inline } from "../tree.ts";
import { appendText, buildInlines } from "./build.ts";
import { scanInlines, trimSpacesEnd } from "./inline-parser.ts";
import type { References } from "./references.ts";
import { commonLength } from "./same-inline.ts";
import { lastSafeCut } from "./safe-cut.ts";
import { type Scan, startScan } from "./scan.ts";
import type { InlineSyntax } from "./syntax.ts";

/** A delimiter looks at the character before it, which may be a surrogate pair. */
const CONTEXT_CHARS = 2;

/** A tail of this length is always parsed; a longer one after it has grown by a share. */
const SHORT_TAIL_CHARS = 256;
const GROWTH = 1 / 16;

/**
 * The inlines of the last leaf of a document, while its source grows.
 *
 * Laws, checked by `test/markdown/inlines/open-leaf.test.ts`:
 * 1. After `finish`, the inlines are those of the whole source parsed at once, however it was cut.
 * 2. Before, they are those of the source so far. Only text after a construct that has been open for long may be shown
 *    as it is until the source has grown by a sixteenth.
 * 3. The inlines before the returned number are the same objects as before.
 */
export interface OpenLeaf {
  /** Appends to the source. Returns how many inlines are unchanged. Cost: amortised O(length of the text). */
  push(text: string): number;
  /** Parses the end of the source as finished. Returns how many inlines are unchanged. No `push` may follow. */
  finish(): number;
  /** Labels of footnotes, defined or not, that the source refers to before the part that is parsed again. */
  readonly settledLabels: readonly string[];
  /** Code units visited so far, for tests of the cost. */
  readonly steps: number;
}

interface LeafState {
  readonly inlines: Inline[];
  readonly references: References;
  readonly syntax: InlineSyntax;
  /** The source from the last safe cut on, after some characters of context. */
  source: string;
  from: number;
  /** The end of the source that is shown as text, unparsed. */
  waiting: string;
  /** How many inlines are final, and the last one of them, to which text may be added. */
  settled: number;
  lastSettled: Inline | undefined;
  readonly settledLabels: string[];
  steps: number;
}

/**
 * Parses a source that grows, into `inlines`. What they contain is replaced, as far as it differs.
 *
 * The source up to the last safe cut is parsed once.
 */
export function openLeaf(
  inlines: Inline[],
  { references, syntax }: { references: References; syntax: InlineSyntax },
): OpenLeaf {
  const state: LeafState = {
    inlines,
    references,
    syntax,
    source: "",
    from: 0,
    waiting: "",
    settled: 0,
    lastSettled: undefined,
    settledLabels: [],
    steps: 0,
  };
  return {
    push(text) {
      state.waiting += text;
      const tailChars = state.source.length - state.from;
      const isDue =
        tailChars + state.waiting.length <= SHORT_TAIL_CHARS ||
        state.waiting.length >= tailChars * GROWTH;
      return isDue ? parseTail(state, false) : showText(state, text);
    },
    finish: () => parseTail(state, true),
    settledLabels: state.settledLabels,
    get steps() {
      return state.steps;
    },
  };
}

function showText({ inlines, settled }: LeafState, text: string): number {
  const unchanged = Math.max(settled, inlines.length - 1);
  appendText(inlines, text);
  return unchanged;
}

function parseTail(state: LeafState, isFinished: boolean): number {
  state.source += state.waiting;
  state.waiting = "";
  const before = takeTail(state);
  const start = state.lastSettled?.type === "text" ? state.settled - 1 : state.settled;

  const lookups: Lookup[] = [];
  const scan: Scan = startScan(trimSpacesEnd(state.source), state.from, {
    references: {
      link: state.references.link,
      footnote(label) {
        lookups.push({ label, at: scan.at });
        return state.references.footnote(label);
      },
    },
    syntax: state.syntax,
  });
  scanInlines(scan);
  state.steps += scan.steps;

  const cut = isFinished ? undefined : lastSafeCut(scan, state.from);
  if (cut !== undefined) {
    buildInlines(scan.source, cut.before, state.inlines);
    settle(state, cut.at, lookups);
  }
  buildInlines(scan.source, cut?.after ?? scan.pieces, state.inlines);
  return start + reuse(state.inlines, start, before);
}

interface Lookup {
  readonly label: string;
  readonly at: number;
}

/** Makes everything before a cut final. */
function settle(state: LeafState, cut: number, lookups: readonly Lookup[]): void {
  state.settled = state.inlines.length;
  state.lastSettled = state.inlines.at(-1);
  for (const { label, at } of lookups) if (at < cut) state.settledLabels.push(label);
  state.from = Math.min(cut, CONTEXT_CHARS);
  state.source = state.source.slice(cut - state.from);
}

/** Puts the inlines of before in the place of equal ones from `start` on. Returns how many. */
function reuse(inlines: Inline[], start: number, before: readonly Inline[]): number {
  const count = commonLength(before, inlines.slice(start));
  for (const [index, inline] of before.slice(0, count).entries()) inlines[start + index] = inline;
  return count;
}

/** Takes the inlines away that are not final, and the last final one, as text may have been added to it. */
function takeTail({ inlines, settled, lastSettled }: LeafState): Inline[] {
  const last = lastSettled?.type === "text" ? settled - 1 : settled;
  const tail = inlines.splice(last);
  if (lastSettled?.type === "text") inlines.push(lastSettled);
  return tail;
}
