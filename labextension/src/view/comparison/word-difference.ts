/**
 * Returns how many words must be added or removed to turn one text into the other; `undefined` if more than `most`.
 *
 * Cost: O(words × difference), at most O(words × most).
 *
 * @see E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1, 1986.
 */
export function wordDifference(a: string, b: string, most = 1_000): number | undefined {
  const [from, to] = [wordsOf(a), wordsOf(b)];
  /** The furthest index in `from` on each diagonal, from −most to most. */
  const furthest = new Int32Array(2 * most + 3);
  const at = (diagonal: number) => furthest[most + 1 + diagonal] ?? 0;
  for (let difference = 0; difference <= most; difference++) {
    for (let diagonal = -difference; diagonal <= difference; diagonal += 2) {
      const added = diagonal === difference ? -1 : at(diagonal + 1);
      const removed = diagonal === -difference ? -1 : at(diagonal - 1) + 1;
      let index = Math.max(added, removed);
      while (index < from.length && from[index] === to[index - diagonal]) index++;
      if (index >= from.length && index - diagonal >= to.length) return difference;
      furthest[most + 1 + diagonal] = index;
    }
  }
  return undefined;
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}
