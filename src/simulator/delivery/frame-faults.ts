import type { Encoder, Frame } from "../dialects/dialect.ts";
import type { Fault } from "../settings/fault.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import { bytesOf } from "../dialects/frames.ts";

/** What is sent for each token when something is wrong with the frames; else just the frames. */
export interface FrameSender {
  first(): readonly Frame[];
  token(token: SimulatedToken, index: number): readonly Frame[];
  last(): readonly Frame[];
}

/** Applies the faults that change which frames are sent, and what is in them. */
export function frameSender(
  encoder: Encoder,
  answer: SimulatedAnswer,
  faults: readonly Fault[],
): FrameSender {
  // Most answers have none, and this is done for every token.
  if (faults.length === 0) return encoder;

  let held: readonly Frame[] = [];
  const isMissing = faults.some(({ kind }) => kind === "no-terminator");

  return {
    first: () => encoder.first(),
    token(token, index) {
      const striking = faults.find((fault) => "after" in fault && fault.after === index);
      const frames = framesOf(token, { encoder, fault: striking });
      if (striking?.kind === "reorder" && index + 1 < answer.tokens.length) {
        held = frames;
        return [];
      }
      const late = held;
      held = [];
      return [...frames, ...late];
    },
    last() {
      const frames = encoder.last();
      return isMissing ? frames.slice(0, -1) : frames;
    },
  };
}

function framesOf(
  token: SimulatedToken,
  { encoder, fault }: { readonly encoder: Encoder; readonly fault: Fault | undefined },
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
      return encoder.token(token).map((frame) => damaged(frame, flipLastByte));
    case "bad-length":
      return encoder.token(token).map((frame) => damaged(frame, claimOneGiB));
    default:
      return encoder.token(token);
  }
}

function damaged(frame: Frame, damage: (bytes: Uint8Array) => void): Frame {
  const bytes = bytesOf(frame).slice();
  damage(bytes);
  return bytes;
}

function flipLastByte(bytes: Uint8Array): void {
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 0xff;
}

function claimOneGiB(bytes: Uint8Array): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, 2 ** 30);
}

/**
 * The packets in which frames are sent: together in one, but for the faults that cut them up.
 *
 * @param random For where to cut.
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
    const place = Math.floor(random() * bytes.length);
    return [bytes.subarray(0, place), bytes.subarray(place)].filter(({ length }) => length > 0);
  });
}
