import { parseInlines } from "../inlines/inline-parser.ts";
import { type OpenLeaf, openLeaf } from "../inlines/open-leaf.ts";
import { commonLength } from "../inlines/same-inline.ts";
import type { InlineSyntax } from "../inlines/syntax.ts";
import type { Inline } from "../tree.ts";
import { isAttached, type Leaf, type RowLeaf, type TextLeaf } from "./block-entry.ts";
import type { ChangeLog } from "./change-log.ts";
import type { GrowingLabels, ReferenceIndex } from "./reference-index.ts";

/** Parses the inlines of leaves. */
export interface LeafInlines {
  /** Parses leaves whose sources changed. The last text of the document, if it may grow, is parsed as it grows. */
  parse(fresh: Set<Leaf>, open: TextLeaf | undefined): void;
  /** Parses a leaf whose source is as before, with other definitions. */
  parseAgain(leaf: Leaf): void;
}

export interface LeafInlinesOptions {
  readonly syntax: InlineSyntax;
  readonly log: ChangeLog;
  readonly index: ReferenceIndex;
}

interface GrowingLeaf extends GrowingLabels {
  readonly leaf: TextLeaf;
  readonly parser: OpenLeaf;
}

export function leafInlines({ syntax, log, index }: LeafInlinesOptions): LeafInlines {
  const { references, outdated } = index;
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
    const settled = parser.settledLabels;
    const known = new Set<string>();
    const tail = new Map(Array.from(leaf.footnoteLabels, (label) => [label, 0]));
    growing = { leaf, parser, settled, knownSettled: 0, known, tail };
    leaf.fresh = "";
    leaf.isReset = false;
    const keep = commonLength(before, leaf.inlines);
    if (keep < Math.max(before.length, leaf.inlines.length)) log.touch(leaf.entry, keep);
  }

  /** Parses what the growing leaf got. */
  function grow(growingLeaf: GrowingLeaf, isFinished: boolean): void {
    const { leaf, parser } = growingLeaf;
    const { inlines, fresh } = leaf;
    const { length } = inlines;
    const { steps } = parser;
    leaf.fresh = "";
    index.recordEnd(growingLeaf, () => {
      let keep = fresh === "" ? length : parser.push(fresh);
      if (isFinished) keep = Math.min(keep, parser.finish());
      if (keep < Math.max(length, inlines.length)) log.touch(leaf.entry, keep);
      return parser.steps > steps;
    });
  }

  /** Finishes the growing leaf when no more can follow. */
  function closeGrowing(fresh: Set<Leaf>): void {
    const closed = growing;
    growing = undefined;
    if (closed === undefined || !isAttached(closed.leaf.entry) || closed.leaf.isReset) return;
    fresh.delete(closed.leaf);
    // Which footnotes come first is known for certain after a parse of the whole.
    if (closed.leaf.footnoteLabels.size > 0) parseLeaf(closed.leaf);
    else grow(closed, true);
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

  return {
    parse,
    parseAgain(leaf) {
      if (leaf === growing?.leaf) startGrowing(growing.leaf);
      else parseLeaf(leaf);
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
