import { normalizeLabel } from "../inlines/link-parts.ts";
import type { Footnote } from "../tree.ts";
import type { FootnoteEntry, Leaf } from "./block-entry.ts";
import {
  footnoteNumbers,
  insertLabel,
  isBefore,
  type Label,
  markChanged,
  positionOf,
  removeLabel,
} from "./footnote-numbers.ts";

/** A list that is longer is made anew only after this share of it changed. */
const LONG_LIST = 64;
const GROWTH = 1 / 16;

/** Numbers footnotes by first use in the text, while uses and definitions come in any order. */
export interface FootnoteIndex {
  /** The first of two definitions of a label counts. */
  define(entry: FootnoteEntry): void;
  /** The number of a label that a leaf refers to, if it is defined. */
  use(label: string, leaf: Leaf, index: number): number | undefined;
  /** Replaces the labels that a leaf refers to by those of its last parse, each with its index. */
  settle(leaf: Leaf, labels: ReadonlyMap<string, number>): void;
  /** Notes that a leaf no longer refers to a label. */
  drop(leaf: Leaf, label: string): void;
  /** Returns leaves whose numbers changed: those of at most so many footnotes. */
  takeRenumbered(most: number): Leaf[];
  hasRenumbered(): boolean;
  /**
   * Returns the footnotes that are defined and referenced, by number, if they changed and should be listed anew. A long
   * list waits until a share of it changed, so that the cost of all lists is linear; `isAll` does not wait.
   */
  takeListed(isAll: boolean): readonly Footnote[] | undefined;
}

export function footnoteIndex(): FootnoteIndex {
  const known = new Map<string, Label>();
  const numbers = footnoteNumbers();
  let listedCount = 0;

  function labelOf(name: string): Label {
    const found = known.get(name);
    if (found !== undefined) return found;
    const label: Label = { entry: undefined, uses: new Map(), first: undefined };
    known.set(name, label);
    return label;
  }

  /** Finds the first use anew, and moves the label accordingly. */
  function refresh(label: Label): void {
    removeLabel(numbers, label);
    label.first = undefined;
    for (const [{ order }, index] of label.uses) {
      const use = { order, index };
      if (!isBefore(label.first, use)) label.first = use;
    }
    insertLabel(numbers, label);
  }

  function addUse(label: Label, leaf: Leaf, index: number): void {
    label.uses.set(leaf, index);
    const use = { order: leaf.order, index };
    if (label.first === undefined) {
      label.first = use;
      insertLabel(numbers, label);
    } else if (isBefore(use, label.first)) {
      refresh(label);
    }
  }

  function drop(leaf: Leaf, name: string): void {
    const label = labelOf(name);
    leaf.footnoteLabels.delete(name);
    label.uses.delete(leaf);
    if (label.first?.order === leaf.order) refresh(label);
  }

  return {
    define(entry) {
      const label = labelOf(normalizeLabel(entry.node.label));
      if (label.entry !== undefined) return;
      label.entry = entry;
      insertLabel(numbers, label);
      if (label.first !== undefined) markChanged(numbers, positionOf(numbers, label.first));
    },
    use(name, leaf, index) {
      const label = labelOf(name);
      if (!label.uses.has(leaf)) addUse(label, leaf, index);
      if (label.entry === undefined || label.first === undefined) return undefined;
      return positionOf(numbers, label.first) + 1;
    },
    settle(leaf, names) {
      if (names.size === 0 && leaf.footnoteLabels.size === 0) return;
      for (const name of leaf.footnoteLabels) if (!names.has(name)) drop(leaf, name);
      for (const [name, index] of names) {
        const label = labelOf(name);
        if (label.uses.get(leaf) === index) continue;
        label.uses.set(leaf, index);
        if (label.first?.order === leaf.order) refresh(label);
      }
      leaf.footnoteLabels = new Set(names.keys());
    },
    drop,
    takeRenumbered(most) {
      const from = numbers.changedFrom;
      if (from >= numbers.labels.length) return [];
      numbers.changedFrom = from + most;
      return numbers.labels.slice(from, from + most).flatMap(({ uses }) => [...uses.keys()]);
    },
    hasRenumbered: () => numbers.changedFrom < numbers.labels.length,
    takeListed(isAll) {
      const { listChanges, labels } = numbers;
      const isDue = isAll || listedCount <= LONG_LIST || listChanges >= listedCount * GROWTH;
      if (listChanges === 0 || !isDue) return undefined;
      numbers.listChanges = 0;
      listedCount = labels.length;
      return labels.flatMap(({ entry }) => (entry === undefined ? [] : [entry.node]));
    },
  };
}
