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
  /**
   * As {@link ReferenceIndex.record}, for the end of a leaf. `parse` returns the labels of footnotes before that;
   * `undefined` if it left all as it was.
   */
  recordEnd(leaf: Leaf, parse: () => readonly string[] | undefined): void;
  /** Forgets a leaf that is no longer in the tree. */
  forget(leaf: Leaf): void;
}

export function referenceIndex(): ReferenceIndex {
  const links = new Map<string, LinkTarget>();
  /** Leaves by the labels that they looked up in vain. */
  const missed = new Map<string, Set<Leaf>>();
  const footnotes = footnoteIndex();
  const outdated = new Set<Leaf>();
  let current: { readonly leaf: Leaf; readonly labels: Set<string> } | undefined;

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
      labels.add(label);
      return footnotes.use(label, leaf, labels.size - 1);
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
      const labels = new Set<string>();
      current = { leaf, labels };
      parse();
      current = undefined;
      footnotes.settle(leaf, labels);
    },
    recordEnd(leaf, parse) {
      const labels = new Set<string>();
      current = { leaf, labels };
      const before = parse();
      current = undefined;
      if (before !== undefined) footnotes.settle(leaf, new Set([...before, ...labels]));
    },
    forget(leaf) {
      outdated.delete(leaf);
      footnotes.settle(leaf, new Set());
    },
  };
}
