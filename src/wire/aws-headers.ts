import { encodeBase64 } from "../events/index.ts";
import { isoTime } from "../clock/index.ts";
import { malformedFrame, viewOf } from "./aws-prelude.ts";

/**
 * Reads the headers of one frame after the other. Those of an answer are the same from event to event, and to
 * compare 90 bytes takes a tenth of the time of reading them: the record of the frame before is given again.
 */
export function headersReader(): (block: Uint8Array) => Readonly<Record<string, string>> {
  let known: Uint8Array = new Uint8Array();
  let headers: Readonly<Record<string, string>> = {};

  return (block) => {
    if (!isSame(block, known)) {
      headers = headersIn(block);
      known = block.slice();
    }
    return headers;
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/**
 * The headers of a frame, by name and as text. Of two headers with one name, the later counts.
 *
 * A header is the length of its name (1 byte), its name in UTF-8, the number of its type (1 byte) and its
 * value. They are read in one pass, and none before it is known to end within the block: behind it stands
 * the body, which codecs have read as if it belonged to a header.
 *
 * @param block All bytes of the headers, and none else.
 * @throws {StreamError} `malformed-frame` when the headers do not fill their place exactly, or one has a
 * type that is not known or a timestamp beyond the calendar.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html} "Amazon Event Stream Specification"
 */
function headersIn(block: Uint8Array): Record<string, string> {
  const source: Source = { view: viewOf(block), textAt: textsOf(block) };
  const headers: Record<string, string> = {};
  let at = 0;
  while (at < block.length) {
    const nameAt = at + 1;
    const typeAt = nameAt + source.view.getUint8(at);
    requireWithin(block, typeAt + 1);
    const { valueBytes, textOf } = typeNumbered(source.view.getUint8(typeAt));

    const isOfAnyLength = valueBytes === undefined;
    const valueAt = typeAt + 1 + (isOfAnyLength ? 2 : 0);
    requireWithin(block, valueAt);
    at = valueAt + (isOfAnyLength ? source.view.getUint16(typeAt + 1) : valueBytes);
    requireWithin(block, at);
    put(headers, source.textAt(nameAt, typeAt), textOf(source, valueAt, at));
  }
  return headers;
}

/**
 * Headers of text, as they stand in a frame.
 *
 * @param headers Names of at most 255 bytes, values of at most 32,767.
 * @throws {RangeError} When a header is longer.
 */
export function headerBlock(headers: Readonly<Record<string, string>>): Uint8Array {
  const encoded = Object.entries(headers).map(([name, value]) => ({
    name: encodedWithin(255, "the name of a header", name),
    value: encodedWithin(32_767, `the header "${name}"`, value),
  }));
  const sizeBytes = encoded.reduce(
    (sum, { name, value }) => sum + 4 + name.length + value.length,
    0,
  );

  const block = new Uint8Array(sizeBytes);
  const view = viewOf(block);
  let at = 0;
  for (const { name, value } of encoded) {
    view.setUint8(at, name.length);
    block.set(name, at + 1);
    const typeAt = at + 1 + name.length;
    view.setUint8(typeAt, TEXT_TYPE);
    view.setUint16(typeAt + 1, value.length);
    block.set(value, typeAt + 3);
    at = typeAt + 3 + value.length;
  }
  return block;
}

const encoder = new TextEncoder();
/** A byte order mark in a header is a part of it. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text between two places. */
type TextAt = (from: number, end: number) => string;

/** What values are read from. */
interface Source {
  readonly view: DataView;
  readonly textAt: TextAt;
}

/**
 * The texts in some bytes, which are decoded once: a call costs more than the 80 bytes of an event.
 *
 * No byte makes more than one UTF-16 unit. So when there are as many units as bytes, each byte has made
 * its own, and texts can be cut where bytes would have been.
 */
function textsOf(bytes: Uint8Array): TextAt {
  const whole = decoder.decode(bytes);
  return whole.length === bytes.length
    ? (from, end) => whole.slice(from, end)
    : (from, end) => decoder.decode(bytes.subarray(from, end));
}

interface HeaderType {
  /** `undefined` where the length of a value stands before it, in 2 bytes. */
  readonly valueBytes: number | undefined;
  /** @throws {StreamError} `malformed-frame` when the value has no meaning. */
  readonly textOf: (source: Source, from: number, end: number) => string;
}

/** The ten types, by their numbers. */
const TYPES: readonly HeaderType[] = [
  { valueBytes: 0, textOf: () => "true" },
  { valueBytes: 0, textOf: () => "false" },
  { valueBytes: 1, textOf: ({ view }, at) => String(view.getInt8(at)) },
  { valueBytes: 2, textOf: ({ view }, at) => String(view.getInt16(at)) },
  { valueBytes: 4, textOf: ({ view }, at) => String(view.getInt32(at)) },
  { valueBytes: 8, textOf: ({ view }, at) => String(view.getBigInt64(at)) },
  {
    valueBytes: undefined,
    textOf: ({ view }, from, end) => encodeBase64(bytesIn(view, from, end)),
  },
  { valueBytes: undefined, textOf: ({ textAt }, from, end) => textAt(from, end) },
  { valueBytes: 8, textOf: timeText },
  { valueBytes: 16, textOf: uuidText },
];

/** The number of the type of text. */
const TEXT_TYPE = 7;

function typeNumbered(number: number): HeaderType {
  const type = TYPES[number];
  if (type === undefined) throw malformedFrame(`a header has the unknown type ${number}`);
  return type;
}

function requireWithin(block: Uint8Array, end: number): void {
  if (end > block.length) throw malformedFrame("a header is longer than all headers together");
}

/** An assignment to `__proto__` would set the prototype, and lose the header. */
function put(headers: Record<string, string>, name: string, value: string): void {
  if (name === "__proto__") {
    Object.defineProperty(headers, name, { value, enumerable: true, configurable: true });
  } else {
    headers[name] = value;
  }
}

function timeText({ view }: Source, at: number): string {
  const wallMs = Number(view.getBigInt64(at));
  if (Math.abs(wallMs) > CALENDAR_MS) {
    throw malformedFrame("a header has a time that no calendar reaches");
  }
  return isoTime(wallMs);
}

/**
 * How far a `Date` reaches from 1970, to either side, in milliseconds.
 *
 * @see {@link https://tc39.es/ecma262/#sec-time-values-and-time-range}
 */
const CALENDAR_MS = 8.64e15;

function uuidText({ view }: Source, from: number, end: number): string {
  const hex = Array.from(bytesIn(view, from, end), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function bytesIn({ buffer, byteOffset }: DataView, from: number, end: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + from, end - from);
}

function encodedWithin(mostBytes: number, what: string, text: string): Uint8Array {
  const bytes = encoder.encode(text);
  if (bytes.length <= mostBytes) return bytes;
  throw new RangeError(
    `Cannot make a frame as ${what} may have at most ${mostBytes} bytes: current value is ${bytes.length}`,
  );
}
