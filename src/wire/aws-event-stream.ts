import { EventStreamCodec } from "@smithy/eventstream-codec";

import {
  frameBytesOf,
  headersFit,
  LARGEST_FRAME_BYTES,
  malformedFrame,
  PRELUDE_BYTES,
} from "./aws-prelude.ts";
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
 * The lengths in front of a frame are believed only after their own checksum has agreed: a flipped bit
 * neither allocates memory nor waits for bytes that never come. Frames are at most 16 MiB.
 *
 * Cost: O(bytes), also for a large frame in small pieces; every byte is copied once.
 *
 * @throws {StreamError} From `push`, with code `malformed-payload` when a checksum or a length is wrong,
 * and with `too-large` for a frame over 16 MiB.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
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
    // The prelude first, then the frame that it announces.
    let open = new Uint8Array(PRELUDE_BYTES);
    let filledBytes = 0;

    /** What is open has all its bytes. */
    function release(): void {
      if (open.length === PRELUDE_BYTES) {
        const frame = new Uint8Array(frameBytesOf(open));
        frame.set(open);
        open = frame;
      } else {
        give(decoded(open));
        open = new Uint8Array(PRELUDE_BYTES);
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
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
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
  const texts = Object.entries(headers).map(([name, value]) => {
    requireBytes("the name of a header", name, 255);
    requireBytes(`the header "${name}"`, value, 32_767);
    return [name, { type: "string", value }] as const;
  });
  const frame = codec.encode({ headers: Object.fromEntries(texts), body });
  if (frame.length > LARGEST_FRAME_BYTES) {
    throw new RangeError(
      `Cannot make a frame as it may have at most ${LARGEST_FRAME_BYTES} bytes: current value is ${frame.length}`,
    );
  }
  return frame;
}

function requireBytes(what: string, text: string, mostBytes: number): void {
  const sizeBytes = ENCODER.encode(text).length;
  if (sizeBytes <= mostBytes) return;
  throw new RangeError(
    `Cannot make a frame as ${what} may have at most ${mostBytes} bytes: current value is ${sizeBytes}`,
  );
}

const ENCODER = new TextEncoder();
/** A byte order mark in a header is a part of it. */
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Shared, as it keeps nothing between two frames. */
const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : DECODER.decode(bytes)),
  (text) => ENCODER.encode(text),
);

/** @throws {StreamError} `malformed-payload` when the checksum at the end or a header is wrong. */
function decoded(frame: Uint8Array): AwsMessage {
  try {
    const { headers, body } = codec.decode(frame);
    if (!headersFit(frame)) throw new RangeError("A header reaches beyond the headers");
    const texts: Record<string, string> = {};
    for (const [name, header] of Object.entries(headers)) texts[name] = textOf(header);
    return { headers: texts, body };
  } catch (cause) {
    throw malformedFrame(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

type Header = ReturnType<typeof codec.decode>["headers"][string];

/** @throws {RangeError} When a timestamp is beyond the calendar. */
function textOf(header: Header): string {
  switch (header.type) {
    case "long": {
      const { buffer, byteOffset } = header.value.bytes;
      return new DataView(buffer, byteOffset).getBigInt64(0).toString();
    }
    case "binary":
      return btoa(String.fromCharCode(...header.value));
    case "timestamp":
      return header.value.toISOString();
    case "boolean":
    case "byte":
    case "short":
    case "integer":
    case "string":
    case "uuid":
      return String(header.value);
  }
}
