/**
 * The names and indexes of a JSONPath to a single value, as in `$.places[0]['zip code']`; `undefined` for any other path
 * (wildcards, filters, slices and negative indexes match several values, or depend on the value).
 *
 * Cost: O(characters).
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9535#name-normalized-paths} Normalized paths, and the
 * shorthand `.name`.
 *
 * @example
 * ```ts
 * jsonPathSteps("$.places[0]['zip code']"); // ["places", 0, "zip code"]
 * jsonPathSteps("$..places"); // undefined
 * ```
 */
export function jsonPathSteps(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  SEGMENT.lastIndex = 1;
  while (SEGMENT.lastIndex < path.length) {
    const found = SEGMENT.exec(path);
    if (found === null) return undefined;
    const [, name, index, single, double] = found;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? unescaped(single ?? double ?? ""));
  }
  return steps;
}

/** `.name`, `[12]`, `['name']` or `["name"]`. A shorthand name ends before the next segment. */
const SEGMENT =
  /\.([^.[\]*'"]+)|\[(0|[1-9]\d{0,14})\]|\['([^'\\]*(?:\\.[^'\\]*)*)'\]|\["([^"\\]*(?:\\.[^"\\]*)*)"\]/suy;

function unescaped(name: string): string {
  return name.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (_, unit?: string, char?: string) =>
    unit === undefined
      ? (ESCAPES.get(char ?? "") ?? char ?? "")
      : String.fromCharCode(Number.parseInt(unit, 16)),
  );
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
