/**
 * A position in a line that knows columns: a tab reaches to the next multiple of 4, and a marker may take only part of
 * it.
 *
 * @see https://spec.commonmark.org/0.31.2/#tabs
 */
export interface LineCursor {
  readonly line: string;
  offset: number;
  column: number;
  /** Columns that remain of a tab at `offset` that is partly consumed; 0 if none. */
  tabColumns: number;
  /** Offset of the next character that is no space or tab. */
  textOffset: number;
  /** Columns from here to `textOffset`. */
  indent: number;
}

const SPACE = 0x20;
const TAB = 0x09;

export function lineCursor(line: string): LineCursor {
  const cursor = { line, offset: 0, column: 0, tabColumns: 0, textOffset: 0, indent: 0 };
  findText(cursor);
  return cursor;
}

function findText(cursor: LineCursor): void {
  const { line } = cursor;
  let { offset, column } = cursor;
  if (cursor.tabColumns > 0) {
    column += cursor.tabColumns;
    offset += 1;
  }
  for (;;) {
    const code = line.charCodeAt(offset);
    if (code === SPACE) column += 1;
    else if (code === TAB) column += 4 - (column % 4);
    else break;
    offset += 1;
  }
  cursor.textOffset = offset;
  cursor.indent = column - cursor.column;
}

/** Whether only spaces and tabs remain. */
export function isEmptyFrom(cursor: LineCursor): boolean {
  return cursor.textOffset >= cursor.line.length;
}

/** Moves over so many columns of spaces and tabs, at most to the text. */
export function skipColumns(cursor: LineCursor, columns: number): void {
  let left = Math.min(columns, cursor.indent);
  cursor.indent -= left;
  while (left > 0) {
    if (cursor.line.charCodeAt(cursor.offset) !== TAB) {
      cursor.offset += 1;
      cursor.column += 1;
      left -= 1;
      continue;
    }
    const wide = cursor.tabColumns > 0 ? cursor.tabColumns : 4 - (cursor.column % 4);
    const taken = Math.min(wide, left);
    cursor.column += taken;
    left -= taken;
    cursor.tabColumns = wide - taken;
    if (cursor.tabColumns === 0) cursor.offset += 1;
  }
}

/** Moves to the text. */
export function skipToText(cursor: LineCursor): void {
  cursor.column += cursor.indent;
  cursor.offset = cursor.textOffset;
  cursor.tabColumns = 0;
  cursor.indent = 0;
}

/** Moves over characters of the text that are no tabs; the cursor must be at the text. */
export function skipMarker(cursor: LineCursor, lengthChars: number): void {
  cursor.offset += lengthChars;
  cursor.column += lengthChars;
  findText(cursor);
}

/** The rest of the line, the rest of a tab as spaces. */
export function restOf(cursor: LineCursor): string {
  return cursor.tabColumns === 0
    ? cursor.line.slice(cursor.offset)
    : " ".repeat(cursor.tabColumns) + cursor.line.slice(cursor.offset + 1);
}

/** The rest of the line with tabs before the text as spaces, so that its columns count from 0. */
export function detachedRest(cursor: LineCursor): string {
  return " ".repeat(cursor.indent) + cursor.line.slice(cursor.textOffset);
}

/** The text: the rest of the line without the spaces before it. */
export function textOf(cursor: LineCursor): string {
  return cursor.line.slice(cursor.textOffset);
}
