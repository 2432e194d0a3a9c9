import type { Frame } from "./dialect.ts";

export function joined(frames: readonly Frame[]): Frame {
  const [only] = frames;
  if (frames.length === 1 && only !== undefined) return only;
  if (frames.every((frame) => typeof frame === "string")) return frames.join("");
  const chunks = frames.map(bytesOf);
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

const encoder = new TextEncoder();

export function bytesOf(frame: Frame): Uint8Array {
  return typeof frame === "string" ? encoder.encode(frame) : frame;
}
