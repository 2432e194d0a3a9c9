import { parseInlines } from "../inlines/inline-parser.ts";
import { type OpenLeaf, openLeaf } from "../inlines/open-leaf.ts";
import { commonLength } from "../inlines/same-inline.ts";
import type { InlineSyntax } from "../inlines/syntax.ts";
import type { Inline } from "../tree.ts";
import { isAttached, type Leaf, type RowLeaf, type TextLeaf } from "./block-entry.ts";
import type { ChangeLog } from "./change-log.ts";
import type { ReferenceIndex } from "./reference-index.ts";

/** Characters of older leaves that are parsed again in one go, for late definitions. The rest follows later. */
const MOST_PATCHED_CHARS = 2_048;
const MOST_RENUMBERED = 64;

/** Parses the inlines of leaves, and parses leaves again when late definitions change them. */
export interface LeafInlines {
  /** Parses leaves whose sources changed. The last text of the document, if it may grow, is parsed as it grows. */
  parse(fresh: Set<Leaf>, open: TextLeaf | undefined): void;
  /** Parses leaves again that definitions changed: some of them, or all. Returns whether the footnotes changed. */
  patch(isAll: boolean): boolean;
}

export interface LeafInlinesOptions {
  readonly syntax: InlineSyntax;
  readonly log: ChangeLog;
  readonly index: ReferenceIndex;
}

interface GrowingLeaf {
  readonly leaf: TextLeaf;
  readonly parser: OpenLeaf;
}

export function leafInlines({ syntax, log, index }: LeafInlinesOptions): LeafInlines {
  const { references, footnotes, outdated } = index;
  let growing: GrowingLeaf | undefined;

  function parseLeaf(leaf: Leaf): void {
    const isAgain = outdated.has(leaf) || leaf.footnoteLabels.size > 0;
    index.record(leaf, () => {
      if (leaf.kind === "row" && isAgain) leaf.parsedSources = [];
      if (leaf.kind === "row") parseRow(leaf, { references, syntax, log });
      else replaceInlines(leaf, parseInlines(leaf.source, references, syntax));
    });
  }

  function replaceInlines(leaf: TextLeaf, inlines: readonly Inline[]): void {
    const keep = commonLength(leaf.inlines, inlines);
    leaf.fresh = "";
    if (keep === inlines.length && keep === leaf.inlines.length) return;
    leaf.inlines.length = keep;
    for (const inline of inlines.slice(keep)) leaf.inlines.push(inline);
    log.touch(leaf.entry, keep);
  }

  /** Starts to parse a leaf that may grow, or one whose source is another than before. */
  function startGrowing(leaf: TextLeaf): void {
    const parser = openLeaf(leaf.inlines, { references, syntax });
    const before = leaf.inlines.splice(0);
    index.record(leaf, () => {
      parser.push(leaf.source);
    });
    growing = { leaf, parser };
    leaf.fresh = "";
    leaf.isReset = false;
    const keep = commonLength(before, leaf.inlines);
    if (keep < Math.max(before.length, leaf.inlines.length)) log.touch(leaf.entry, keep);
  }

  /** Parses what the growing leaf got. */
  function grow({ leaf, parser }: GrowingLeaf, isFinished: boolean): void {
    const { inlines, fresh } = leaf;
    const { length } = inlines;
    const { steps } = parser;
    leaf.fresh = "";
    index.recordEnd(leaf, () => {
      let keep = fresh === "" ? length : parser.push(fresh);
      if (isFinished) keep = Math.min(keep, parser.finish());
      if (keep < Math.max(length, inlines.length)) log.touch(leaf.entry, keep);
      return parser.steps === steps ? undefined : parser.settledLabels;
    });
  }

  /** Finishes the growing leaf when no more can follow. */
  function closeGrowing(fresh: Set<Leaf>): void {
    const closed = growing;
    growing = undefined;
    if (closed === undefined || !isAttached(closed.leaf.entry) || closed.leaf.isReset) return;
    grow(closed, true);
    fresh.delete(closed.leaf);
  }

  function parse(fresh: Set<Leaf>, open: TextLeaf | undefined): void {
    if (growing?.leaf !== open) closeGrowing(fresh);
    for (const leaf of fresh) {
      if (leaf !== open) parseLeaf(leaf);
      else if (growing === undefined || open.isReset) startGrowing(open);
      else grow(growing, false);
    }
    fresh.clear();
  }

  /** Returns whether there may be more. */
  function patchSome(mostChars: number): boolean {
    let leftChars = mostChars;
    for (const leaf of footnotes.takeRenumbered(MOST_RENUMBERED)) outdated.add(leaf);
    for (const leaf of outdated) {
      if (leftChars <= 0) return true;
      leftChars -= sourceLength(leaf);
      if (leaf === growing?.leaf) startGrowing(growing.leaf);
      else parseLeaf(leaf);
    }
    return footnotes.hasRenumbered();
  }

  return {
    parse,
    patch(isAll) {
      if (isAll) while (patchSome(Infinity));
      else patchSome(MOST_PATCHED_CHARS);
      return footnotes.takeListed();
    },
  };
}

function parseRow(
  leaf: RowLeaf,
  {
    references,
    syntax,
    log,
  }: Omit<LeafInlinesOptions, "index"> & Pick<ReferenceIndex, "references">,
): void {
  const { cells } = leaf.node;
  leaf.sources.forEach((source, column) => {
    if (source === leaf.parsedSources[column]) return;
    const inlines = parseInlines(source, references, syntax);
    const before = cells[column] ?? [];
    const keep = commonLength(before, inlines);
    if (keep === inlines.length && keep === before.length) return;
    cells[column] = inlines;
    log.touch(leaf.entry, column);
  });
  leaf.parsedSources = leaf.sources;
}

function sourceLength(leaf: Leaf): number {
  if (leaf.kind === "text") return leaf.source.length + 1;
  return leaf.sources.reduce((sum, { length }) => sum + length, 1);
}
