import type { LinkDefinition, LinkTarget } from "../inlines/link-parts.ts";
import type { References } from "../inlines/references.ts";
import { type FootnoteEntry, isAttached, type Leaf } from "./block-entry.ts";
import { type FootnoteIndex, footnoteIndex } from "./footnote-index.ts";

/** What leaves refer to, so that a late definition changes just those that looked for it. */
export interface ReferenceIndex {
  readonly references: References;
  readonly footnotes: FootnoteIndex;
  /** Leaves to parse again, as definitions came after them. */
  readonly outdated: Set<Leaf>;
  /** The first of two definitions counts. */
  define(definition: LinkDefinition): void;
  defineFootnote(entry: FootnoteEntry): void;
  /** Runs a parse of a whole leaf, and notes what it looks up. */
  record(leaf: Leaf, parse: () => void): void;
  /** As {@link ReferenceIndex.record}, for the end of a leaf that grows. `parse` returns whether it parsed any of it. */
  recordEnd(growing: GrowingLabels, parse: () => boolean): void;
  /** Forgets a leaf that is no longer in the tree. */
  forget(leaf: Leaf): void;
}

/** Footnotes that a growing leaf refers to. */
export interface GrowingLabels {
  readonly leaf: Leaf;
  /** Labels before the end that is parsed again, with repetitions. This list grows. */
  readonly settled: readonly string[];
  /** How many of those are counted as known. */
  knownSettled: number;
  readonly known: Set<string>;
  /** Labels in the end. */
  tail: ReadonlyMap<string, number>;
}

/** A parse that is recorded. */
interface Recording {
  readonly leaf: Leaf;
  /** Labels of footnotes, each with the number of lookups in the leaf before it. */
  readonly labels: Map<string, number>;
  lookups: number;
}

export function referenceIndex(): ReferenceIndex {
  const links = new Map<string, LinkTarget>();
  /** Leaves by the labels that they looked up in vain. */
  const missed = new Map<string, Set<Leaf>>();
  const footnotes = footnoteIndex();
  const outdated = new Set<Leaf>();
  let current: Recording | undefined;

  const references: References = {
    link(label) {
      const target = links.get(label);
      if (target === undefined && current !== undefined) {
        const leaves = missed.get(label);
        if (leaves === undefined) missed.set(label, new Set([current.leaf]));
        else leaves.add(current.leaf);
      }
      return target;
    },
    footnote(label) {
      if (current === undefined) return undefined;
      const { leaf, labels } = current;
      const index = labels.get(label) ?? current.lookups;
      labels.set(label, index);
      current.lookups += 1;
      return footnotes.use(label, leaf, index);
    },
  };

  return {
    references,
    footnotes,
    outdated,
    define({ label, href, title }) {
      if (links.has(label)) return;
      links.set(label, { href, title });
      for (const leaf of missed.get(label) ?? []) if (isAttached(leaf.entry)) outdated.add(leaf);
      missed.delete(label);
    },
    defineFootnote: footnotes.define,
    record(leaf, parse) {
      outdated.delete(leaf);
      const labels = new Map<string, number>();
      current = { leaf, labels, lookups: 0 };
      parse();
      current = undefined;
      footnotes.settle(leaf, labels);
    },
    recordEnd(growing, parse) {
      const { leaf, settled, known } = growing;
      const labels = new Map<string, number>();
      current = { leaf, labels, lookups: settled.length };
      const hasParsed = parse();
      current = undefined;
      if (!hasParsed || (labels.size === 0 && growing.tail.size === 0)) return;
      for (; growing.knownSettled < settled.length; growing.knownSettled++) {
        known.add(settled[growing.knownSettled] ?? "");
      }
      for (const label of growing.tail.keys()) {
        if (!labels.has(label) && !known.has(label)) footnotes.drop(leaf, label);
      }
      for (const label of labels.keys()) leaf.footnoteLabels.add(label);
      growing.tail = labels;
    },
    forget(leaf) {
      outdated.delete(leaf);
      footnotes.settle(leaf, new Map());
    },
  };
}
