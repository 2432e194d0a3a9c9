import { headerBlock, headersIn } from "./aws-headers.ts";
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

/** One message of an event stream of AWS. */
export interface AwsMessage {
  /**
   * By name, as text; names keep their colon (`:message-type`, `:event-type`, `:exception-type`).
   *
   * What is not text on the wire is written as text: booleans as `true` and `false`, numbers with all
   * their digits, bytes as Base64, timestamps in ISO 8601 with milliseconds.
   */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Parses `application/vnd.amazon.eventstream`, which Bedrock streams its answers in. A frame that is
 * incomplete at the end does not count.
 *
 * Numbers are big-endian. A frame is its length and that of its headers (4 bytes each), the CRC-32 of
 * these 8 bytes, the headers, the body, and the CRC-32 of all before it.
 *
 * The lengths in front of a frame are believed only after their own checksum has agreed: a flipped bit
 * neither allocates memory nor waits for bytes that never come. Frames are at most 16 MiB.
 *
 * Cost: O(bytes), also for a large frame in small pieces; every byte is copied once.
 *
 * @throws {StreamError} From `push`, with code `malformed-payload` when a checksum or a length is wrong,
 * and with `too-large` for a frame over 16 MiB.
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
  return pushParser((give) => {
    const prelude = new Uint8Array(PRELUDE_BYTES);
    const preludeView = viewOf(prelude);
    // The prelude first, then the frame that it announces.
    let open = prelude;
    let filledBytes = 0;

    /** What is open has all its bytes. */
    function release(): void {
      if (open === prelude) {
        open = new Uint8Array(frameBytesOf(preludeView));
        open.set(prelude);
      } else {
        give(messageIn(open));
        open = prelude;
        filledBytes = 0;
      }
    }

    return {
      push(bytes) {
        for (let from = 0; from < bytes.length;) {
          const part = bytes.subarray(from, from + open.length - filledBytes);
          open.set(part, filledBytes);
          from += part.length;
          filledBytes += part.length;
          if (filledBytes === open.length) release();
        }
      },
      end() {},
    };
  });
}

/**
 * One frame of an event stream of AWS, for servers that speak it. All headers are sent as text.
 *
 * @param headers Names of at most 255 bytes, values of at most 32,767.
 * @throws {RangeError} When a header is longer, or the frame would exceed 16 MiB.
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
      `Cannot make a frame as it may have at most ${LARGEST_FRAME_BYTES} bytes: current value is ${frameBytes}`,
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

/**
 * The message of a frame, whose body is a part of the frame's memory.
 *
 * @param frame A whole frame whose prelude has been checked.
 * @throws {StreamError} `malformed-payload` when the checksum at the end or a header is wrong.
 */
function messageIn(frame: Uint8Array): AwsMessage {
  const view = viewOf(frame);
  const bodyEnd = frame.length - CHECKSUM_BYTES;
  if (crc32(view, bodyEnd) !== view.getUint32(bodyEnd)) {
    throw malformedFrame("A frame that does not agree with the checksum at its end");
  }
  const bodyStart = PRELUDE_BYTES + view.getUint32(4);
  return {
    headers: headersIn(frame.subarray(PRELUDE_BYTES, bodyStart)),
    body: frame.subarray(bodyStart, bodyEnd),
  };
}
