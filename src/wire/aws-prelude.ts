import { StreamError } from "../events/index.ts";
import { crc32 } from "./crc32.ts";

/** The start of every frame: its length, the length of its headers, and a checksum of both. */
export const PRELUDE_BYTES = 12;

/** The checksum of all bytes before it, at the end of every frame. */
export const CHECKSUM_BYTES = 4;

export const SMALLEST_FRAME_BYTES = PRELUDE_BYTES + CHECKSUM_BYTES;

/** The limit of AWS's library. */
export const LARGEST_FRAME_BYTES = 16 * 1024 * 1024;

/**
 * The length of the frame with this prelude, in bytes, including prelude and checksums. Reads the lengths only once
 * their checksum is verified.
 *
 * @param prelude The first 12 bytes of a frame.
 * @throws {StreamError} `malformed-frame` when the checksum or a length is wrong; `too-large` over 16 MiB.
 *
 * @see `AWS_EVENT_STREAM_MAX_MESSAGE_SIZE` in
 * {@link https://github.com/awslabs/aws-c-event-stream/blob/main/include/aws/event-stream/event_stream.h}
 */
export function frameBytesOf(prelude: DataView): number {
  if (crc32(prelude, 8) !== prelude.getUint32(8)) {
    throw malformedFrame("its lengths do not match their checksum");
  }
  const frameBytes = prelude.getUint32(0);
  const headerBytes = prelude.getUint32(4);
  if (frameBytes > LARGEST_FRAME_BYTES) {
    throw new StreamError({ code: "too-large", limitBytes: LARGEST_FRAME_BYTES });
  }
  if (frameBytes < SMALLEST_FRAME_BYTES || headerBytes > frameBytes - SMALLEST_FRAME_BYTES) {
    throw malformedFrame(`${frameBytes} bytes cannot hold ${headerBytes} bytes of headers`);
  }
  return frameBytes;
}

export function malformedFrame(problem: string): StreamError {
  return new StreamError({ code: "malformed-frame", problem });
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
