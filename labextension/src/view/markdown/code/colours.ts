import { type Parser, type PartialParse, type Tree, TreeFragment } from "@lezer/common";

import { type CodeInput, codeInput } from "./input.ts";
import type { CodeLines } from "./lines.ts";
import { paintLines } from "./paint-lines.ts";

/** Only this much of a block is coloured, so that a huge one costs no more. */
const COLOURED_CHARS = 200_000;

/**
 * Lines before a change that are painted with it, because later text can change their meaning: `(a, b)` before `=>`. What
 * changes further up is painted when the block is complete.
 */
const REPAINTED_LINES = 30;

/** Lines that are painted before the time is checked again. */
const LINES_AT_ONCE = 16;

/** Colours the lines of a growing code block. */
export interface CodeColours {
  /** The lines from `keep` on have changed. */
  change(keep: number): void;
  /**
   * Parses and paints what has changed, until it is late.
   *
   * @param isFinal Whether the block is complete. It is then parsed from its start, so that its colours do not depend on
   * how it grew.
   * @returns Whether it is done. If not, call it again.
   */
  run(isFinal: boolean, isLate: () => boolean): boolean;
}

interface Snapshot {
  readonly input: CodeInput;
  readonly isFinal: boolean;
  /** The first line to paint. */
  readonly firstLine: number;
}

export function codeColours(
  lines: readonly string[],
  { parser, view }: { readonly parser: Parser; readonly view: CodeLines },
): CodeColours {
  const starts: number[] = [];
  /** The first line that is not in `parsed` or `running` as it is now. */
  let changedLine = 0;
  let parsed: (Snapshot & { readonly tree: Tree }) | undefined;
  let running: (Snapshot & { readonly parse: PartialParse }) | undefined;
  /** The next line to paint from `parsed`. */
  let nextLine = 0;

  function start(isFinal: boolean): void {
    extendStarts(starts, lines, changedLine);
    const input = codeInput(lines, starts, COLOURED_CHARS);
    const fragments = parsed && !isFinal ? reusable(parsed, input, starts[changedLine] ?? 0) : [];
    const firstLine = isFinal ? 0 : Math.max(0, changedLine - REPAINTED_LINES);
    running = { input, isFinal, firstLine, parse: parser.startParse(input, fragments) };
    changedLine = input.lineCount;
  }

  function finish(tree: Tree, snapshot: Snapshot): void {
    nextLine = Math.min(nextLine, snapshot.firstLine);
    parsed = { ...snapshot, tree };
    running = undefined;
  }

  function isParsed(isFinal: boolean): boolean {
    if (parsed === undefined || (isFinal && !parsed.isFinal)) return false;
    const { length, lineAt } = parsed.input;
    return (
      changedLine >= lines.length ||
      (length >= COLOURED_CHARS && changedLine > lineAt(COLOURED_CHARS))
    );
  }

  function paint(isLate: () => boolean): boolean {
    if (parsed === undefined) return true;
    const { lineCount } = parsed.input;
    while (nextLine < lineCount) {
      if (isLate()) return false;
      const to = Math.min(lineCount, nextLine + LINES_AT_ONCE);
      paintLines(parsed, view, { from: nextLine, to });
      nextLine = to;
    }
    return true;
  }

  return {
    change(keep) {
      changedLine = Math.min(changedLine, keep);
      nextLine = Math.min(nextLine, keep);
      // Most changes append to the last line. A parse without that is still useful; one of lines that are gone is not.
      if (running && (running.isFinal || keep < running.input.lineCount - 1)) running = undefined;
    },
    run(isFinal, isLate) {
      if (running === undefined && !isParsed(isFinal)) start(isFinal);
      while (running !== undefined) {
        const tree = running.parse.advance();
        if (tree !== null) finish(tree, running);
        else if (isLate()) return false;
      }
      return paint(isLate) && (!isFinal || parsed?.isFinal === true);
    },
  };
}

/** Makes `starts` the offsets of all lines. Those of lines after `changedLine` may be wrong or missing. */
function extendStarts(starts: number[], lines: readonly string[], changedLine: number): void {
  starts.length = Math.min(starts.length, changedLine + 1);
  for (let line = starts.length; line < lines.length; line += 1) {
    const before = starts[line - 1];
    starts.push(before === undefined ? 0 : before + (lines[line - 1] ?? "").length + 1);
  }
}

/** The parts of an earlier parse before the offset `changed`. */
function reusable(
  { tree, input: before }: { readonly tree: Tree; readonly input: CodeInput },
  input: CodeInput,
  changed: number,
): readonly TreeFragment[] {
  const from = Math.min(changed, before.length, input.length);
  return TreeFragment.applyChanges(TreeFragment.addTree(tree), [
    { fromA: from, toA: before.length, fromB: from, toB: input.length },
  ]);
}
