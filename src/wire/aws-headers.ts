import { encodeBase64 } from "../events/index.ts";
import { isoTime } from "../clock/index.ts";
import { malformedFrame, viewOf } from "./aws-prelude.ts";

/**
 * Returns a reader for the headers of successive frames. The headers of an answer are mostly the same in each event, and
 * comparing 90 bytes takes a tenth of the time of parsing them, so equal headers return the previous record.
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
 * The headers of a frame by name, as strings. Of two headers with the same name, the later one counts.
 *
 * A header consists of the length of its name (1 byte), its name in UTF-8, the number of its type (1 byte) and its
 * value. Each is read only once it is known to end within the block: the body follows the block, and other codecs have
 * read it as part of a header.
 *
 * @param block Exactly the bytes of the headers.
 * @throws {StreamError} `malformed-frame` when the headers do not fill the block exactly, or one has an unknown type or
 * a timestamp out of range.
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
    const number = source.view.getUint8(typeAt);
    const type = TYPES[number];
    if (type === undefined) throw malformedFrame(`a header has the unknown type ${number}`);

    const valueAt = typeAt + 1 + (type.valueBytes === undefined ? 2 : 0);
    requireWithin(block, valueAt);
    at = valueAt + (type.valueBytes ?? source.view.getUint16(typeAt + 1));
    requireWithin(block, at);
    put(headers, source.textAt(nameAt, typeAt), type.textOf(source, valueAt, at));
  }
  return headers;
}

/**
 * Encodes headers with string values.
 *
 * @throws {RangeError} When a name is over 255 bytes, or a value over 32,767.
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
/** A byte order mark is part of a header. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The bytes of the headers, as numbers and as the text between two byte offsets. */
interface Source {
  readonly view: DataView;
  readonly textAt: (from: number, end: number) => string;
}

/**
 * Decodes all bytes once: a call costs more than the 80 bytes of an event.
 *
 * No byte decodes to more than one UTF-16 code unit. So if there are as many code units as bytes, each byte is one
 * code unit, and byte offsets are string indexes.
 */
function textsOf(bytes: Uint8Array): Source["textAt"] {
  const whole = decoder.decode(bytes);
  return whole.length === bytes.length
    ? (from, end) => whole.slice(from, end)
    : (from, end) => decoder.decode(bytes.subarray(from, end));
}

interface HeaderType {
  /** Absent if the length precedes the value, in 2 bytes. */
  readonly valueBytes?: number;
  /** @throws {StreamError} `malformed-frame` when the value is out of range. */
  readonly textOf: (source: Source, from: number, end: number) => string;
}

/** The ten types by number. */
const TYPES: readonly HeaderType[] = [
  { valueBytes: 0, textOf: () => "true" },
  { valueBytes: 0, textOf: () => "false" },
  { valueBytes: 1, textOf: ({ view }, at) => String(view.getInt8(at)) },
  { valueBytes: 2, textOf: ({ view }, at) => String(view.getInt16(at)) },
  { valueBytes: 4, textOf: ({ view }, at) => String(view.getInt32(at)) },
  { valueBytes: 8, textOf: ({ view }, at) => String(view.getBigInt64(at)) },
  { textOf: ({ view }, from, end) => encodeBase64(bytesIn(view, from, end)) },
  { textOf: ({ textAt }, from, end) => textAt(from, end) },
  { valueBytes: 8, textOf: timeText },
  { valueBytes: 16, textOf: uuidText },
];

/** The type number of strings. */
const TEXT_TYPE = 7;

function requireWithin(block: Uint8Array, end: number): void {
  if (end > block.length) throw malformedFrame("a header is longer than all headers");
}

/** Assigning to `__proto__` would set the prototype instead. */
function put(headers: Record<string, string>, name: string, value: string): void {
  if (name === "__proto__") {
    Object.defineProperty(headers, name, { value, enumerable: true, configurable: true });
  } else {
    headers[name] = value;
  }
}

/**
 * The largest distance of a `Date` from 1970.
 *
 * @see {@link https://tc39.es/ecma262/#sec-time-values-and-time-range}
 */
const DATE_RANGE_MS = 8.64e15;

function timeText({ view }: Source, at: number): string {
  const wallMs = Number(view.getBigInt64(at));
  if (Math.abs(wallMs) <= DATE_RANGE_MS) return isoTime(wallMs);
  throw malformedFrame("a header has a timestamp out of range");
}

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
    `Cannot encode the frame as ${what} may have at most ${mostBytes} bytes: current value is ${bytes.length}`,
  );
}
