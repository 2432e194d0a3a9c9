import { CODE, isBesideCjk, runLength, type Side, sideAt, sideBefore } from "./characters.ts";
import { type DelimiterRun, flushText, noteOpen, type Scan, skipTo } from "./scan.ts";

/** Adds the run of `*`, `_` or `~` at the current place. */
export function scanRun(scan: Scan): void {
  const { source, at: start } = scan;
  const code = source.charCodeAt(start);
  const count = runLength(source, start);
  const end = start + count;
  if (code === CODE.tilde && (count > 2 || !scan.syntax.gfm)) {
    scan.at = end;
    return;
  }

  const run: DelimiterRun = {
    type: "run",
    start,
    end,
    character: source.charAt(start),
    count,
    opens: [],
    closes: [],
    ...abilities(scan, start, end),
  };
  flushText(scan, start);
  scan.pieces.push(run);
  if (run.canOpen || run.canClose) scan.runs.push(run);
  const { wordAt } = scan;
  skipTo(scan, end);
  // An underscore may be part of an e-mail address.
  if (code === CODE.underscore) scan.wordAt = wordAt;
}

/** Whether a run between two letters is text: `snake_case`, and `3~5 or 6~8`, which GFM alone would strike out. */
function isTextInWords(source: string, start: number, end: number): boolean {
  const code = source.charCodeAt(start);
  return code === CODE.underscore || (code === CODE.tilde && end - start === 1);
}

interface Abilities {
  readonly canOpen: boolean;
  readonly canClose: boolean;
}

function abilities({ source, syntax }: Scan, start: number, end: number): Abilities {
  const before = sideBefore(source, start);
  const after = sideAt(source, end);
  const flanking = flankingAbilities(before, after);
  if (isTextInWords(source, start, end)) {
    const { canOpen, canClose } = flanking;
    return {
      canOpen: canOpen && (!canClose || before === "punctuation"),
      canClose: canClose && (!canOpen || after === "punctuation"),
    };
  }
  return syntax.cjk && isBesideCjk(source, start, end)
    ? { canOpen: after !== "space", canClose: before !== "space" }
    : flanking;
}

/** The rules of left- and right-flanking runs. */
function flankingAbilities(before: Side, after: Side): Abilities {
  return {
    canOpen: after !== "space" && (after === "other" || before !== "other"),
    canClose: before !== "space" && (before === "other" || after !== "other"),
  };
}

/**
 * Pairs the delimiter runs from index `bottom` on, and takes them off the scan.
 *
 * The algorithm of the specification's appendix. Cost: O(runs), because a search in vain for an opener is not repeated
 * below the place at which it ended.
 */
export function pairRuns(scan: Scan, bottom: number): readonly DelimiterRun[] {
  const openers: DelimiterRun[] = [];
  const searched = new Map<string, number>();
  for (let index = bottom; index < scan.runs.length; index++) {
    const run = scan.runs[index];
    if (run === undefined) break;
    if (run.canClose) closeAll(scan, run, { openers, searched });
    if (run.count > 0 && run.canOpen) openers.push(run);
  }
  scan.runs.length = bottom;
  return openers;
}

interface Pairing {
  readonly openers: DelimiterRun[];
  /** By kind of closer: openers that start before this place do not match. */
  readonly searched: Map<string, number>;
}

function closeAll(scan: Scan, closer: DelimiterRun, { openers, searched }: Pairing): void {
  // The total decides, and it does not change.
  const total = closer.end - closer.start;
  const kind = `${closer.character}${closer.canOpen ? "+" : "-"}${closer.character === "~" ? total : total % 3}`;
  while (closer.count > 0) {
    const index = findOpener(scan, closer, { openers, from: searched.get(kind) ?? -1 });
    const opener = openers[index];
    if (opener === undefined) {
      searched.set(kind, closer.start);
      return;
    }
    openers.length = index + 1;
    const length = opener.count >= 2 && closer.count >= 2 ? 2 : 1;
    opener.count -= length;
    closer.count -= length;
    opener.opens.push(length);
    closer.closes.push(length);
    if (opener.count === 0) openers.pop();
  }
}

function findOpener(
  scan: Scan,
  closer: DelimiterRun,
  { openers, from }: { openers: readonly DelimiterRun[]; from: number },
): number {
  for (let index = openers.length - 1; index >= 0; index--) {
    const opener = openers[index];
    scan.steps++;
    if (opener === undefined || opener.start < from) return -1;
    if (opener.character === closer.character && isPair(opener, closer)) return index;
  }
  return -1;
}

/** The "multiple of 3" rule; tildes match their equals only. */
function isPair(opener: DelimiterRun, closer: DelimiterRun): boolean {
  const openerTotal = opener.end - opener.start;
  const closerTotal = closer.end - closer.start;
  if (opener.character === "~") return openerTotal === closerTotal;
  if (!opener.canClose && !closer.canOpen) return true;
  return (openerTotal + closerTotal) % 3 !== 0 || (openerTotal % 3 === 0 && closerTotal % 3 === 0);
}

/** Pairs all runs that are left. What remains unpaired could be paired by more text. */
export function pairRemainingRuns(scan: Scan): void {
  const [first] = pairRuns(scan, 0);
  if (first !== undefined) noteOpen(scan, first.start);
}
