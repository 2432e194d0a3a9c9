/**
 * Longest text of one node of code. The layout of a node takes time proportional to its text, also if only its end has
 * changed.
 */
const PIECE_CHARS = 2_048;

/** Appends text to an element: to its last text node, or to new ones once that is full. */
export function appendText(host: Element, text: string): void {
  let at = 0;
  while (at < text.length) {
    const last = host.lastChild;
    const open = last instanceof Text && hasRoom(last.data, text.charCodeAt(at)) ? last : undefined;
    const end = endOfPiece(text, at, PIECE_CHARS - (open?.length ?? 0));
    const piece = text.slice(at, end);
    if (open === undefined) host.append(piece);
    else open.appendData(piece);
    at = end;
  }
}

function hasRoom(data: string, next: number): boolean {
  return data.length < PIECE_CHARS || isCutPair(data.charCodeAt(data.length - 1), next);
}

/** Index after the piece that begins at `at`: at least one character, and never between the halves of a pair. */
function endOfPiece(text: string, at: number, room: number): number {
  const end = Math.min(text.length, at + Math.max(1, room));
  return isCutPair(text.charCodeAt(end - 1), text.charCodeAt(end)) ? end + 1 : end;
}

/** Whether two code units form one character. */
function isCutPair(first: number, second: number): boolean {
  return first >= 0xd8_00 && first < 0xdc_00 && second >= 0xdc_00 && second < 0xe0_00;
}
