import { EventStreamCodec, Int64 } from "@smithy/eventstream-codec";
import fc from "fast-check";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";

import { awsEventStreamFrame, awsEventStreamParser } from "../../src/wire/index.ts";
import { bytesOf } from "../contracts/push-parser.ts";
import { expectAtEverySplit, itObeysTheParserLaws, outcomeOf, slicesOf } from "./parser-laws.ts";

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

/**
 * The vectors with which AWS tests its own codecs.
 *
 * @see {@link https://github.com/awslabs/aws-c-event-stream/tree/main/tests} and `TestVectors.fixture.ts` in
 * {@link https://github.com/smithy-lang/smithy-typescript}
 */
const BODY = bytesOf("{'foo':'bar'}");
const VECTORS = {
  empty: "000000100000000005c248eb7d98c8ff",
  bodyOnly: "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936",
  textHeader:
    "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e" +
    "7b27666f6f273a27626172277d8d9c08b1",
  numberHeader:
    "0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0",
  allHeaders:
    "000000cc000000af0fae64ca0a6576656e742d74797065040000a00c0c636f6e74656e742d74797065070010" +
    "6170706c69636174696f6e2f6a736f6e0a626f6f6c2066616c73650109626f6f6c2074727565000462797465" +
    "02cf08627974652062756606001449276d2061206c6974746c6520746561706f74210974696d657374616d70" +
    "080000000000845fed05696e74313603002a05696e74363405000000000287" +
    "57b204757569640901020304050607" +
    "08090a0b0c0d0e0f107b27666f6f273a27626172277daba5f10c",
} as const;

/** A frame with any content and valid checksums. */
function frameOf(
  headers: Uint8Array,
  body: Uint8Array = new Uint8Array(),
  lengths: { readonly frameBytes?: number; readonly headerBytes?: number } = {},
): Uint8Array {
  const { frameBytes = 16 + headers.length + body.length, headerBytes = headers.length } = lengths;
  const frame = Buffer.alloc(16 + headers.length + body.length);
  frame.writeUInt32BE(frameBytes, 0);
  frame.writeUInt32BE(headerBytes, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  frame.set(headers, 12);
  frame.set(body, 12 + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
  return Uint8Array.from(frame);
}

/** AWS's codec, as the reference for reading and writing. */
const reference = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
);

type ReferenceHeader = ReturnType<typeof reference.decode>["headers"][string];

/** A header for the reference, and the string to read it as. */
interface TypedHeader {
  readonly header: ReferenceHeader;
  readonly text: string;
}

const text = fc.string({ unit: "grapheme", maxLength: 40 });

const ofEveryType: fc.Arbitrary<TypedHeader> = fc.oneof(
  fc.boolean().map((value) => ({ header: { type: "boolean" as const, value }, text: `${value}` })),
  whole(8).map((value) => ({ header: { type: "byte" as const, value }, text: `${value}` })),
  whole(16).map((value) => ({ header: { type: "short" as const, value }, text: `${value}` })),
  whole(32).map((value) => ({ header: { type: "integer" as const, value }, text: `${value}` })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return { header: { type: "long" as const, value: new Int64(bytes) }, text: `${value}` };
  }),
  fc.uint8Array({ maxLength: 40 }).map((value) => ({
    header: { type: "binary" as const, value },
    text: Buffer.from(value).toString("base64"),
  })),
  text.map((value) => ({ header: { type: "string" as const, value }, text: value })),
  fc.date({ noInvalidDate: true }).map((value) => ({
    header: { type: "timestamp" as const, value },
    text: value.toISOString(),
  })),
  fc.uuid().map((value) => ({ header: { type: "uuid" as const, value }, text: value })),
);

/** A signed number of so many bits. */
function whole(bits: number): fc.Arbitrary<number> {
  return fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
}

/** Headers of these values, under any names. */
function headersOf<Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  return fc.dictionary(fc.oneof(fc.stringMatching(/^:?[a-z][a-z-]{0,20}$/), text), values, {
    noNullPrototype: true,
    maxKeys: 5,
  });
}

function flipped(frame: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(frame);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe("awsEventStreamParser()", () => {
  it.each([
    ["an empty message", VECTORS.empty, { headers: {}, body: new Uint8Array() }],
    ["a body", VECTORS.bodyOnly, { headers: {}, body: BODY }],
    [
      "a header of text",
      VECTORS.textHeader,
      { headers: { "content-type": "application/json" }, body: BODY },
    ],
    [
      "a header of 32 bits",
      VECTORS.numberHeader,
      { headers: { "event-type": "40972" }, body: BODY },
    ],
    [
      "headers of every type, as text",
      VECTORS.allHeaders,
      {
        headers: {
          "event-type": "40972",
          "content-type": "application/json",
          "bool false": "false",
          "bool true": "true",
          byte: "-49",
          "byte buf": btoa("I'm a little teapot!"),
          timestamp: "1970-01-01T02:24:35.309Z",
          int16: "42",
          int64: "42424242",
          uuid: "01020304-0506-0708-090a-0b0c0d0e0f10",
        },
        body: BODY,
      },
    ],
  ])("reads AWS's vector of %s, cut at every byte", (_what, hex, message) => {
    expectAtEverySplit(awsEventStreamParser, fromHex(hex), {
      messages: [message],
      failure: undefined,
    });
  });

  it.each([
    ["the length of the frame is wrong", 3],
    ["the length of the headers is wrong", 7],
    ["a header is wrong", 20],
    ["the body is wrong", 45],
    ["the checksum at the end is wrong", 60],
  ])("refuses AWS's vectors in which %s, cut at every byte", (_what, at) => {
    expectAtEverySplit(awsEventStreamParser, flipped(fromHex(VECTORS.textHeader), at), {
      messages: [],
      failure: "malformed-frame",
    });
  });

  it("rejects every frame with one wrong bit, without waiting or allocating", () => {
    const frame = fromHex(VECTORS.allHeaders);
    for (let at = 0; at < frame.length; at++) {
      expect(outcomeOf(awsEventStreamParser(), [flipped(frame, at)])).toEqual({
        messages: [],
        failure: "malformed-frame",
      });
    }
  });

  it.each([
    ["that is shorter than its own overhead", { frameBytes: 15, headerBytes: 0 }],
    ["of no bytes", { frameBytes: 0, headerBytes: 0 }],
    ["whose headers do not fit", { frameBytes: 20, headerBytes: 5 }],
    ["whose headers are 4 GiB", { frameBytes: 20, headerBytes: 0xffff_ffff }],
  ])("refuses a frame %s though its checksums agree", (_what, lengths) => {
    expectAtEverySplit(awsEventStreamParser, frameOf(new Uint8Array(), undefined, lengths), {
      messages: [],
      failure: "malformed-frame",
    });
  });

  it("rejects a frame over 16 MiB from its first 12 bytes", () => {
    const prelude = frameOf(new Uint8Array(), undefined, { frameBytes: 16 * 1024 * 1024 + 1 });

    expect(() => awsEventStreamParser().push(prelude.subarray(0, 12))).toThrow(
      "A message exceeds the limit of 16777216 bytes",
    );
  });

  const nameBytes = [1, 0x61];
  it.each([
    ["a type that is not known", [...nameBytes, 10]],
    ["no type", nameBytes],
    ["a name that goes on into the body", [200, 0x61]],
    ["text that goes on into the body", [...nameBytes, 7, 0, 5, 0x62]],
    ["text without its length", [...nameBytes, 7, 0]],
    ["a number that goes on into the body", [...nameBytes, 4, 0, 0]],
    ["a timestamp beyond the calendar", [...nameBytes, 8, 0x7f, 0, 0, 0, 0, 0, 0, 0]],
  ])("refuses a header with %s", (_what, header) => {
    const frame = frameOf(Uint8Array.from(header), new Uint8Array(300));

    expect(outcomeOf(awsEventStreamParser(), [frame]).failure).toBe("malformed-frame");
  });

  it("keeps the later of two headers with the same name", () => {
    const header = [...nameBytes, 7, 0, 1];
    const frame = frameOf(Uint8Array.from([...header, 0x62, ...header, 0x63]));

    expect(outcomeOf(awsEventStreamParser(), [frame]).messages).toEqual([
      { headers: { a: "c" }, body: new Uint8Array() },
    ]);
  });

  it("reads headers of every type as AWS's codec writes them", () => {
    fc.assert(
      fc.property(
        // The codec loses a header of this name.
        headersOf(ofEveryType).filter((typed) => !Object.hasOwn(typed, "__proto__")),
        fc.uint8Array({ maxLength: 60 }),
        (typed, body) => {
          const entries = Object.entries(typed);
          const frame = reference.encode({
            headers: Object.fromEntries(entries.map(([name, { header }]) => [name, header])),
            body,
          });

          expect(outcomeOf(awsEventStreamParser(), [frame])).toEqual({
            messages: [
              { headers: Object.fromEntries(entries.map(([name, one]) => [name, one.text])), body },
            ],
            failure: undefined,
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it("decodes each string separately, even if another is not UTF-8", () => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    // Bytes of all roles in UTF-8, so that parts of characters meet.
    const bytes = fc.array(fc.constantFrom(0x61, 0x80, 0xbf, 0xc3, 0xe6, 0xf0, 0xff), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(bytes, bytes, (key, value) => {
        const header = [key.length, ...key, 7, 0, value.length, ...value];
        const [message] = awsEventStreamParser().push(frameOf(Uint8Array.from(header)));

        expect(message?.headers).toEqual({
          [decoder.decode(Uint8Array.from(key))]: decoder.decode(Uint8Array.from(value)),
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it("describes the fault of a frame", () => {
    const wrongAt = (at: number) => () =>
      awsEventStreamParser().push(flipped(fromHex(VECTORS.textHeader), at));

    expect(wrongAt(3)).toThrow(
      "The provider sent a broken frame: its lengths do not match their checksum",
    );
    expect(wrongAt(45)).toThrow(
      "The provider sent a broken frame: it does not match the checksum at its end",
    );
  });

  itObeysTheParserLaws(awsEventStreamParser, {
    valid: [
      fromHex(VECTORS.allHeaders),
      Uint8Array.of(...fromHex(VECTORS.textHeader), ...fromHex(VECTORS.empty)),
    ],
    broken: Uint8Array.of(...fromHex(VECTORS.textHeader), ...flipped(fromHex(VECTORS.empty), 3)),
  });

  it("ignores an incomplete frame at the end", () => {
    const frame = fromHex(VECTORS.textHeader);

    expect(outcomeOf(awsEventStreamParser(), [frame, frame.subarray(0, -1)]).messages).toHaveLength(
      1,
    );
  });

  it("keeps messages when the input buffer is reused", () => {
    const buffer = fromHex(VECTORS.textHeader);
    const [message] = awsEventStreamParser().push(buffer);
    buffer.fill(0);

    expect(message?.body).toEqual(BODY);
  });

  it.each([
    ["4 MiB in slices of 1,400 bytes", 4 * 1024 * 1024, 1_400],
    ["100 KB byte by byte", 100_000, 1],
  ])("takes one frame of %s", (_what, sizeBytes, sliceBytes) => {
    const frame = awsEventStreamFrame({ a: "b" }, new Uint8Array(sizeBytes).fill(7));
    const { messages } = outcomeOf(awsEventStreamParser(), slicesOf(frame, sliceBytes));

    expect(messages.map(({ body }) => body.length)).toEqual([sizeBytes]);
  });
});

describe("awsEventStreamFrame()", () => {
  it("keeps a byte order mark in a header", () => {
    const [message] = awsEventStreamParser().push(awsEventStreamFrame({ a: "\ufeffb" }, BODY));

    expect(message?.headers).toEqual({ a: "\ufeffb" });
  });

  it("keeps a header whose name is that of the prototype", () => {
    const headers = Object.fromEntries([["__proto__", "kept"]]);
    const [message] = awsEventStreamParser().push(awsEventStreamFrame(headers, BODY));

    expect(Object.entries(message?.headers ?? {})).toEqual([["__proto__", "kept"]]);
  });

  const message = fc.record({ headers: headersOf(text), body: fc.uint8Array({ maxLength: 60 }) });

  it("writes what the parser reads, cut at every byte", () => {
    fc.assert(
      fc.property(message, ({ headers: texts, body }) => {
        expectAtEverySplit(awsEventStreamParser, awsEventStreamFrame(texts, body), {
          messages: [{ headers: texts, body }],
          failure: undefined,
        });
      }),
      { numRuns: 20 },
    );
  });

  it("writes consecutive frames, however they are cut", () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        (messages, sizeBytes) => {
          const bytes = Buffer.concat(
            messages.map(({ headers: texts, body }) => awsEventStreamFrame(texts, body)),
          );

          expect(outcomeOf(awsEventStreamParser(), slicesOf(bytes, sizeBytes))).toEqual({
            messages,
            failure: undefined,
          });
        },
      ),
    );
  });

  it("writes AWS's test vectors", () => {
    expect(awsEventStreamFrame({}, new Uint8Array())).toEqual(fromHex(VECTORS.empty));
    expect(awsEventStreamFrame({ "content-type": "application/json" }, BODY)).toEqual(
      fromHex(VECTORS.textHeader),
    );
  });

  it("writes what AWS's codec writes, and reads", () => {
    fc.assert(
      fc.property(message, ({ headers: texts, body }) => {
        fc.pre(!Object.hasOwn(texts, "__proto__"));
        const frame = awsEventStreamFrame(texts, body);
        const typed = Object.fromEntries(
          Object.entries(texts).map(([name, value]) => [name, { type: "string" as const, value }]),
        );

        expect(frame).toEqual(Uint8Array.from(reference.encode({ headers: typed, body })));
        expect(reference.decode(frame)).toEqual({ headers: typed, body });
      }),
      { numRuns: 500 },
    );
  });

  it("rejects what does not fit in a frame", () => {
    const none = new Uint8Array();

    expect(() => awsEventStreamFrame({ ["é".repeat(128)]: "" }, none)).toThrow(
      "Cannot encode the frame as the name of a header may have at most 255 bytes: current value is 256",
    );
    expect(() => awsEventStreamFrame({ a: "x".repeat(32_768) }, none)).toThrow(
      'Cannot encode the frame as the header "a" may have at most 32767 bytes: current value is 32768',
    );
    expect(() => awsEventStreamFrame({}, new Uint8Array(16 * 1024 * 1024))).toThrow(
      "Cannot encode the frame as it may have at most 16777216 bytes: current value is 16777232",
    );
  });
});
