import type { FootnoteEntry, Leaf } from "./block-entry.ts";

/** A position in the text. */
export interface Use {
  /** That of the leaf. */
  readonly order: number;
  /** Number of lookups in the leaf before it. */
  readonly index: number;
}

/** A label that is referenced, defined or both. */
export interface Label {
  entry: FootnoteEntry | undefined;
  /** Leaves that refer to it, each with the number of lookups in it before this one. */
  readonly uses: Map<Leaf, number>;
  /** Its first use; `undefined` if there is none. */
  first: Use | undefined;
}

/** Defined labels with uses, by first use. */
export interface FootnoteNumbers {
  readonly labels: Label[];
  /** Leaves that refer to labels from this index on have old numbers. */
  changedFrom: number;
  /** Labels that were added or removed since this was set to 0. */
  listChanges: number;
}

export function footnoteNumbers(): FootnoteNumbers {
  return { labels: [], changedFrom: Infinity, listChanges: 0 };
}

/** Index of the first label that is not used before. */
export function positionOf({ labels }: FootnoteNumbers, use: Use): number {
  let low = 0;
  let high = labels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(labels[middle]?.first, use)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds a label if it is defined and referenced. Labels after it get other numbers. */
export function insertLabel(numbers: FootnoteNumbers, label: Label): void {
  const { entry, first } = label;
  if (entry === undefined || first === undefined) return;
  const at = positionOf(numbers, first);
  numbers.labels.splice(at, 0, label);
  numbers.listChanges += 1;
  if (at < numbers.labels.length - 1) markChanged(numbers, at + 1);
}

export function removeLabel(numbers: FootnoteNumbers, label: Label): void {
  const { entry, first } = label;
  if (entry === undefined || first === undefined) return;
  const expected = positionOf(numbers, first);
  const at = numbers.labels[expected] === label ? expected : numbers.labels.indexOf(label);
  if (at < 0) return;
  numbers.labels.splice(at, 1);
  numbers.listChanges += 1;
  markChanged(numbers, at);
}

/** Notes that leaves that refer to labels from this index on are to be parsed again. */
export function markChanged(numbers: FootnoteNumbers, from: number): void {
  numbers.changedFrom = Math.min(numbers.changedFrom, from);
}

export function isBefore(a: Use | undefined, b: Use): boolean {
  if (a === undefined) return false;
  return a.order < b.order || (a.order === b.order && a.index < b.index);
}
