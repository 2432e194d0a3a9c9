import type { Encoder, Frame } from "../dialects/dialect.ts";
import type { Fault } from "../settings/fault.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import { bytesOf } from "../dialects/frames.ts";

/** Applies the faults that change which frames are sent and what they contain. */
export function frameSender(
  encoder: Encoder,
  { faults, tokens }: SimulatedAnswer,
): Pick<Encoder, "first" | "last"> & {
  token(token: SimulatedToken, index: number): readonly Frame[];
} {
  // Most answers have no faults, and this runs for every token.
  if (faults.length === 0) return encoder;

  let held: readonly Frame[] = [];
  const omitsTerminator = faults.some(({ kind }) => kind === "no-terminator");

  return {
    first: () => encoder.first(),
    token(token, index) {
      const active = faults.find((fault) => "after" in fault && fault.after === index);
      const frames = framesOf(token, encoder, active);
      if (active?.kind === "reorder" && index + 1 < tokens.length) {
        held = frames;
        return [];
      }
      const reordered = held;
      held = [];
      return [...frames, ...reordered];
    },
    last() {
      const frames = encoder.last();
      return omitsTerminator ? frames.slice(0, -1) : frames;
    },
  };
}

function framesOf(
  token: SimulatedToken,
  encoder: Encoder,
  fault: Fault | undefined,
): readonly Frame[] {
  switch (fault?.kind) {
    case "malformed":
      return [encoder.malformed()];
    case "duplicate": {
      const frames = encoder.token(token);
      return [...frames, ...frames];
    }
    case "huge":
      return encoder.token({ ...token, text: "x".repeat(fault.sizeChars) });
    case "bad-crc":
    case "bad-length":
      return encoder.token(token).map((frame) => damaged(frame, fault.kind));
    default:
      return encoder.token(token);
  }
}

function damaged(frame: Frame, kind: Fault["kind"]): Frame {
  const bytes = bytesOf(frame).slice();
  const last = bytes.length - 1;
  if (kind === "bad-crc") bytes[last] = (bytes[last] ?? 0) ^ 0xff;
  else new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, 2 ** 30);
  return bytes;
}

/**
 * Splits frames into packets for the faults that do so; returns `frames` itself without such faults.
 *
 * @param random Chooses where to split.
 */
export function packetsOf(
  frames: readonly Frame[],
  faults: readonly Fault[],
  random: () => number,
): readonly Frame[] {
  if (faults.length === 0) return frames;
  if (faults.some(({ kind }) => kind === "trickle")) {
    return frames.flatMap((frame) => Array.from(bytesOf(frame), (byte) => Uint8Array.of(byte)));
  }
  if (!faults.some(({ kind }) => kind === "split")) return frames;
  return frames.flatMap((frame) => {
    const bytes = bytesOf(frame);
    const index = Math.floor(random() * bytes.length);
    return [bytes.subarray(0, index), bytes.subarray(index)].filter(({ length }) => length > 0);
  });
}
