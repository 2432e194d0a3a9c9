import { isGap } from "./build.ts";
import type { InlinePiece, Piece, Scan } from "./scan.ts";

/** The last place of a scanned source that no later text changes what is before it. */
export interface SafeCut {
  /** Index in the source. */
  readonly at: number;
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

/**
 * Returns the last safe cut of a scan: outside all containers, before the first construct that more text could complete,
 * and at a gap in the text. The first character after it is there already, so that a line end with spaces around it and a
 * delimiter run are never cut. `undefined` if there is none after the scan's start.
 */
export function lastSafeCut(scan: Scan, from: number): SafeCut | undefined {
  for (const index of topLevelPieces(scan).toReversed()) {
    const piece = scan.pieces[index];
    if (piece?.type !== "inline") continue;
    const at = lastGap(scan, piece);
    if (at !== undefined && at > from) return cutAt(scan, index, at);
  }
  return undefined;
}

/** Indices of the settled pieces that are in no container. */
function topLevelPieces({ pieces, openAt }: Scan): number[] {
  const found: number[] = [];
  let depth = 0;
  for (const [index, piece] of pieces.entries()) {
    if (piece.start >= openAt) break;
    if (piece.type === "inline" && depth === 0) found.push(index);
    depth += depthChange(piece);
  }
  return found;
}

function depthChange(piece: Piece): number {
  switch (piece.type) {
    case "inline":
      return 0;
    case "run":
      return piece.opens.length - piece.closes.length;
    case "bracket":
      return piece.target === undefined ? 0 : 1;
    case "link-end":
      return -1;
  }
}

function lastGap({ source, openAt }: Scan, piece: InlinePiece): number | undefined {
  const last = Math.min(piece.end, openAt);
  // Only text can be divided.
  const first = piece.inline.type === "text" ? piece.start : piece.end;
  for (let at = last; at >= first; at--) {
    if (at < source.length && isGap(source, at)) return at;
  }
  return undefined;
}

function cutAt({ source, pieces }: Scan, index: number, at: number): SafeCut {
  const piece = pieces[index];
  if (piece === undefined || at <= piece.start || at >= piece.end) {
    const first = piece === undefined || at <= piece.start ? index : index + 1;
    return { at, before: pieces.slice(0, first), after: pieces.slice(first) };
  }
  return {
    at,
    before: [...pieces.slice(0, index), textPiece(source, piece.start, at)],
    after: [textPiece(source, at, piece.end), ...pieces.slice(index + 1)],
  };
}

function textPiece(source: string, start: number, end: number): InlinePiece {
  const text = source.slice(start, end);
  return { type: "inline", start, end, inline: { type: "text", text }, isLiteral: false };
}
