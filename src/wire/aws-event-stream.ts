import { headerBlock, headersReader } from "./aws-headers.ts";
import {
  CHECKSUM_BYTES,
  frameBytesOf,
  LARGEST_FRAME_BYTES,
  malformedFrame,
  PRELUDE_BYTES,
  SMALLEST_FRAME_BYTES,
  viewOf,
} from "./aws-prelude.ts";
import { crc32 } from "./crc32.ts";
import { type PushParser, pushParser } from "./push-parser.ts";

/** One message of an AWS event stream. */
export interface AwsMessage {
  /**
   * Values by name; names keep their colon (`:message-type`, `:event-type`, `:exception-type`).
   *
   * Values of other types become strings: booleans `true` and `false`, numbers with all their digits, bytes in base64,
   * timestamps in ISO 8601 with milliseconds.
   */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Parses `application/vnd.amazon.eventstream`, the format of Bedrock's streams. An incomplete frame at the end is
 * ignored.
 *
 * Numbers are big-endian. A frame consists of its length and the length of its headers (4 bytes each), the CRC-32 of
 * these 8 bytes, the headers, the body, and the CRC-32 of all bytes before it.
 *
 * The lengths are used only once their checksum is verified: a flipped bit neither allocates memory nor waits for
 * bytes that never come.
 *
 * Cost: O(bytes), even for a large frame in small chunks; every byte is copied at most twice.
 *
 * @throws {StreamError} From `push`: `malformed-frame` when a checksum or a length is wrong, `too-large` over 16 MiB.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html} "Amazon Event Stream Specification"
 *
 * @example
 * ```ts
 * const frame = awsEventStreamFrame({ ":event-type": "chunk" }, new Uint8Array([1, 2]));
 * const parser = awsEventStreamParser();
 * parser.push(frame.subarray(0, 9)); // []
 * parser.push(frame.subarray(9)).map(({ headers }) => headers); // [{ ":event-type": "chunk" }]
 * ```
 */
export function awsEventStreamParser(): PushParser<AwsMessage> {
  return pushParser((emit) => {
    const headersOf = headersReader();
    const prelude = new Uint8Array(PRELUDE_BYTES);
    const preludeView = viewOf(prelude);
    // Of a frame that arrives in chunks: first the prelude, then the whole frame.
    let open = prelude;
    let filledBytes = 0;

    /** The prelude of the frame must be verified. */
    function emitMessage(frame: Uint8Array, view: DataView): void {
      const bodyEnd = frame.length - CHECKSUM_BYTES;
      if (crc32(view, bodyEnd) !== view.getUint32(bodyEnd)) {
        throw malformedFrame("it does not match the checksum at its end");
      }
      const bodyStart = PRELUDE_BYTES + view.getUint32(4);
      emit({
        headers: headersOf(frame.subarray(PRELUDE_BYTES, bodyStart)),
        body: frame.subarray(bodyStart, bodyEnd),
      });
    }

    /** Adds missing bytes to the open prelude or frame, and returns their number. */
    function fill(bytes: Uint8Array): number {
      const part = bytes.subarray(0, open.length - filledBytes);
      open.set(part, filledBytes);
      filledBytes += part.length;
      if (filledBytes < open.length) return part.length;
      if (open === prelude) {
        open = new Uint8Array(frameBytesOf(preludeView));
        open.set(prelude);
      } else {
        emitMessage(open, viewOf(open));
        open = prelude;
        filledBytes = 0;
      }
      return part.length;
    }

    /** Emits the frame at the start of the bytes if it is whole, and returns its length; otherwise 0. */
    function takeWhole(bytes: Uint8Array): number {
      if (filledBytes > 0 || bytes.length < PRELUDE_BYTES) return 0;
      const view = viewOf(bytes);
      const frameBytes = frameBytesOf(view);
      if (frameBytes > bytes.length) return 0;
      emitMessage(bytes.subarray(0, frameBytes), view);
      return frameBytes;
    }

    return {
      push(bytes) {
        // One copy for all frames of a read: bodies outlive the memory of the read.
        for (let rest = new Uint8Array(bytes); rest.length > 0;) {
          rest = rest.subarray(takeWhole(rest) || fill(rest));
        }
      },
    };
  });
}

/**
 * Encodes one frame of an AWS event stream, for servers. All headers are sent as strings.
 *
 * @throws {RangeError} When the name of a header is over 255 bytes, its value over 32,767, or the frame over 16 MiB.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html} "Amazon Event Stream Specification"
 *
 * @example
 * ```ts
 * awsEventStreamFrame({}, new Uint8Array()).length; // 16
 * ```
 */
export function awsEventStreamFrame(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Uint8Array {
  const block = headerBlock(headers);
  const frameBytes = SMALLEST_FRAME_BYTES + block.length + body.length;
  if (frameBytes > LARGEST_FRAME_BYTES) {
    throw new RangeError(
      `Cannot encode the frame as it may have at most ${LARGEST_FRAME_BYTES} bytes: current value is ${frameBytes}`,
    );
  }
  const frame = new Uint8Array(frameBytes);
  const view = viewOf(frame);
  view.setUint32(0, frameBytes);
  view.setUint32(4, block.length);
  view.setUint32(8, crc32(view, 8));
  frame.set(block, PRELUDE_BYTES);
  frame.set(body, PRELUDE_BYTES + block.length);
  const bodyEnd = frameBytes - CHECKSUM_BYTES;
  view.setUint32(bodyEnd, crc32(view, bodyEnd));
  return frame;
}
