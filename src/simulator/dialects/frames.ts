import type { Frame } from "./dialect.ts";

/** Frames as one packet. */
export function joined(frames: readonly Frame[]): Frame {
  const [only] = frames;
  if (frames.length === 1 && only !== undefined) return only;
  if (frames.every((frame) => typeof frame === "string")) return frames.join("");
  const pieces = frames.map(bytesOf);
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    bytes.set(piece, place);
    place += piece.length;
  }
  return bytes;
}

const encoder = new TextEncoder();

/** A frame's bytes. */
export function bytesOf(frame: Frame): Uint8Array {
  return typeof frame === "string" ? encoder.encode(frame) : frame;
}
