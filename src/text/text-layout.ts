import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/**
 * The number of terminal cells that a text fills.
 *
 * @example
 * ```ts
 * displayWidth("日本"); // 4
 * ```
 */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/**
 * Fills a text with spaces to a width, on its left if it is `isRight` aligned.
 *
 * @example
 * ```ts
 * padToWidth("日本", 6, true); // "  日本"
 * ```
 */
export function padToWidth(text: string, width: number, isRight: boolean): string {
  const spaces = " ".repeat(Math.max(0, width - displayWidth(text)));
  return isRight ? spaces + text : text + spaces;
}

/**
 * Lines of a table whose columns are two spaces apart.
 *
 * @example
 * ```ts
 * alignColumns([["id", "tools"], ["ollama-chat", "yes"]]); // ["id           tools", "ollama-chat  yes"]
 * ```
 */
export function alignColumns(rows: readonly (readonly string[])[], isRight = false): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ""))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => padToWidth(cell, widths[column] ?? 0, isRight))
      .join("  ")
      .trimEnd(),
  );
}

/**
 * Wraps a text at spaces into lines of at most `width` cells; longer words are split.
 *
 * @example
 * ```ts
 * wrapToWidth("a line of words", 7); // ["a line", "of", "words"]
 * ```
 */
export function wrapToWidth(text: string, width: number): string[] {
  return wrapAnsi(text, width, { hard: true }).split("\n");
}

/**
 * Puts phrases on one line as long as they fit, with a dot between them.
 *
 * @example
 * ```ts
 * packToWidth(["p95 3 ms", "n 20", "inconclusive"], 16); // ["p95 3 ms · n 20", "inconclusive"]
 * ```
 */
export function packToWidth(phrases: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const phrase of phrases.flatMap((one) => wrapToWidth(one, width))) {
    const longer = lines.length === 0 ? phrase : `${lines.at(-1)} · ${phrase}`;
    if (lines.length > 0 && displayWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(phrase);
  }
  return lines;
}
