import type { Change, Footnote, MarkdownDocument, MarkdownNode } from "../tree.ts";
import type { BlockEntry, ParentEntry } from "./block-entry.ts";

/** Collects which nodes change, until they are reported. */
export interface ChangeLog {
  /** The parts of a node from index `keep` on changed. */
  touch(entry: BlockEntry, keep: number): void;
  /** Returns what changed since the last call, parents first. */
  take(document: MarkdownDocument): Change[];
}

export function changeLog(): ChangeLog {
  const touched = new Map<BlockEntry, number>();
  /** Footnotes that the document listed at the last report. */
  let listed: readonly Footnote[] = [];
  let listedSet: ReadonlySet<MarkdownNode> = new Set();

  /** Whether a copy that has the last report has this node, and none of the changes renews it. */
  function isReported(
    entry: BlockEntry | ParentEntry,
    footnotes: ReadonlySet<MarkdownNode>,
  ): boolean {
    const { parent } = entry;
    if (parent === undefined) return true;
    if (entry.node.type === "footnote")
      return listedSet.has(entry.node) && footnotes.has(entry.node);
    if (parent.parts[entry.index] !== entry.node) return false;
    const keep = touched.get(parent);
    return (keep === undefined || entry.index < keep) && isReported(parent, footnotes);
  }

  return {
    touch(entry, keep) {
      const before = touched.get(entry);
      if (before === undefined || keep < before) touched.set(entry, keep);
    },
    take(document) {
      if (touched.size === 0) return [];
      const footnotes = document.footnotes === listed ? listedSet : new Set(document.footnotes);
      const changes: (Change & { readonly depth: number })[] = [];
      for (const [entry, keep] of touched) {
        if (isReported(entry, footnotes))
          changes.push({ node: entry.node, keep, depth: entry.depth });
      }
      touched.clear();
      listed = document.footnotes;
      listedSet = footnotes;
      if (changes.length > 1) changes.sort((a, b) => a.depth - b.depth);
      return changes.map(({ node, keep }) => ({ node, keep }));
    },
  };
}
