import { StreamError } from "../events/index.ts";
import { tooLarge } from "./push-parser.ts";

/** What stands before every frame: its length, the length of its headers, and a checksum of both. */
export const PRELUDE_BYTES = 12;

/** The least a frame can have: the prelude and the checksum at its end. */
const SMALLEST_FRAME_BYTES = 16;

/** What AWS's own library allows. */
export const LARGEST_FRAME_BYTES = 16 * 1024 * 1024;

/**
 * The length of the frame that a prelude announces, in bytes, prelude and checksums included. Looks at the
 * lengths only after their checksum has agreed.
 *
 * @param prelude The first 12 bytes of a frame.
 * @throws {StreamError} `malformed-payload` when the checksum or a length is wrong; `too-large` over 16 MiB.
 *
 * @see `AWS_EVENT_STREAM_MAX_MESSAGE_SIZE` in
 * {@link https://github.com/awslabs/aws-c-event-stream/blob/main/include/aws/event-stream/event_stream.h}
 */
export function frameBytesOf(prelude: Uint8Array): number {
  const view = viewOf(prelude);
  if (crc32(prelude.subarray(0, 8)) !== view.getUint32(8)) {
    throw malformedFrame("A frame whose lengths do not agree with their checksum");
  }
  const frameBytes = view.getUint32(0);
  const headerBytes = view.getUint32(4);
  if (frameBytes > LARGEST_FRAME_BYTES) throw tooLarge(LARGEST_FRAME_BYTES);
  if (frameBytes < SMALLEST_FRAME_BYTES || headerBytes > frameBytes - SMALLEST_FRAME_BYTES) {
    throw malformedFrame(`A frame of ${frameBytes} bytes with ${headerBytes} bytes of headers`);
  }
  return frameBytes;
}

/**
 * Whether the headers of a frame fill their place exactly. Codecs read a value that reaches beyond it as
 * if the body belonged to it.
 *
 * @param frame A whole frame whose prelude has been checked.
 */
export function headersFit(frame: Uint8Array): boolean {
  const view = viewOf(frame);
  const end = PRELUDE_BYTES + view.getUint32(4);
  let at = PRELUDE_BYTES;
  while (at < end) {
    at += 1 + view.getUint8(at);
    if (at >= end) return false;
    const valueBytes = VALUE_BYTES[view.getUint8(at)];
    at += 1;
    if (valueBytes !== undefined) at += valueBytes;
    else if (at + 2 > end) return false;
    else at += 2 + view.getUint16(at);
  }
  return at === end;
}

/** By the type's number: the length of its values, `undefined` where a value says its own. */
const VALUE_BYTES: readonly (number | undefined)[] = [
  0,
  0,
  1,
  2,
  4,
  8,
  undefined,
  undefined,
  8,
  16,
];

/** @param what Stands in the failure where other formats have the payload's head: bytes say nothing. */
export function malformedFrame(what: string, options?: ErrorOptions): StreamError {
  return new StreamError({ code: "malformed-payload", payload: what }, options);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/**
 * CRC-32, bit by bit: there are 8 bytes. Node's is not in browsers, which this room has to run in.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc1952#section-8}
 */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
