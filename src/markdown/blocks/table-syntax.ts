import type { MarkdownTable } from "../tree.ts";

type Align = MarkdownTable["align"];

const DELIMITERS = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/u;

/** The alignments of a delimiter row; `undefined` if the line is none. A line that starts like an item is an item. */
export function delimiterRow(text: string): Align | undefined {
  if (!/[|:]/u.test(text) || /^-[ \t]/u.test(text) || !DELIMITERS.test(text)) return undefined;
  return splitRow(text).map((cell) => {
    const left = cell.startsWith(":");
    const right = cell.endsWith(":");
    if (left && right) return "center";
    if (left) return "left";
    return right ? "right" : undefined;
  });
}

/** The sources of the cells of a row. Pipes are split before anything else; an escaped pipe is a pipe. */
export function splitRow(text: string): string[] {
  const row = text.trim();
  const cells: string[] = [];
  let start = row.startsWith("|") ? 1 : 0;
  let isEscaped = false;
  for (let at = start; at <= row.length; at++) {
    const character = row.charAt(at);
    if (character === "|" || at === row.length) {
      // A pipe at the end closes the last cell.
      if (at < row.length || start < row.length)
        cells.push(cellSource(row.slice(start, at), isEscaped));
      start = at + 1;
      isEscaped = false;
    } else if (character === "\\") {
      isEscaped ||= row.charAt(at + 1) === "|";
      if (at + 1 < row.length) at += 1;
    }
  }
  return cells;
}

function cellSource(cell: string, hasEscapedPipe: boolean): string {
  const text = cell.trim();
  return hasEscapedPipe
    ? text.replaceAll(/\\[\\|]/gu, (escape) => (escape === "\\|" ? "|" : escape))
    : text;
}
