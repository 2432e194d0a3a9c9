/**
 * The name that was probably meant; `undefined` if none is similar.
 *
 * Similar means an edit distance of at most two fifths of the name's length. Of equally similar names, the first is
 * returned. Cost: O(length²) per name.
 *
 * @example
 * ```ts
 * closestName("pair", ["arms", "pairs"]); // "pairs"
 * ```
 */
export function closestName(typed: string, names: readonly string[]): string | undefined {
  const similar = names
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= 0.4 * name.length)
    .toSorted((a, b) => a.distance - b.distance);
  return similar[0]?.name;
}

/** The number of letters to insert, delete, change, or swap with the next one (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const cell = (row: number, column: number) => rows[row]?.[column] ?? Infinity;

  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    rows.push(here);
    for (let column = 1; column <= b.length; column++) {
      const changed = cell(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swaps = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = swaps ? cell(row - 2, column - 2) + 1 : Infinity;
      here.push(Math.min(changed, swapped, cell(row - 1, column) + 1, cell(row, column - 1) + 1));
    }
  }
  return cell(a.length, b.length);
}
