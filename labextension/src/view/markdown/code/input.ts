import type { Input } from "@lezer/common";

/**
 * The lines of a code block as the input of a parser, without joining them. It is a snapshot: lines that are added later
 * do not change it.
 */
export interface CodeInput extends Input {
  /** Number of lines. */
  readonly lineCount: number;
  /** The offset of a line. */
  startOf(line: number): number;
  /** The line that contains an offset. */
  lineAt(offset: number): number;
}

/**
 * @param starts The offset of each line. Grows with the block, but not for lines that are in the snapshot.
 * @param lengthChars Most characters to read: the rest of the code is left out.
 */
export function codeInput(
  lines: readonly string[],
  starts: readonly number[],
  lengthChars: number,
): CodeInput {
  const lineCount = lines.length;
  const last = lines[lineCount - 1] ?? "";
  const length = Math.min(lengthChars, (starts[lineCount - 1] ?? 0) + last.length);
  const startOf = (line: number) => starts[line] ?? length;
  const textOf = (line: number) => (line === lineCount - 1 ? last : (lines[line] ?? ""));

  /** Parsers read forwards, so the line is mostly that of the last call or the one after it. */
  let recent = 0;

  function lineAt(offset: number): number {
    for (const line of [recent, recent + 1]) {
      if (startOf(line) <= offset && (line + 1 >= lineCount || offset < startOf(line + 1))) {
        recent = Math.max(0, Math.min(line, lineCount - 1));
        return recent;
      }
    }
    let low = 0;
    let high = Math.max(0, lineCount - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (startOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    recent = low;
    return low;
  }

  function chunk(from: number): string {
    const line = lineAt(from);
    const rest = textOf(line).slice(from - startOf(line), length - startOf(line));
    return rest === "" && from < length ? "\n" : rest;
  }

  return {
    length,
    lineCount,
    lineChunks: true,
    startOf,
    lineAt,
    chunk,
    read(from, to) {
      const parts: string[] = [];
      for (let at = from; at < to;) {
        const part = chunk(at).slice(0, to - at);
        if (part === "") break;
        parts.push(part);
        at += part.length;
      }
      return parts.join("");
    },
  };
}
