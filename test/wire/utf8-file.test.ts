import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decodeUtf8File, decodeUtf8Log } from "../../src/wire/index.ts";

const bytesOf = (text: string, encoding?: BufferEncoding) => Buffer.from(text, encoding);

describe("decodeUtf8File()", () => {
  it("returns any text that was encoded as UTF-8, with or without a byte order mark", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.boolean(), (text, hasMark) => {
        fc.pre(!text.includes("\0") && !text.startsWith("\ufeff"));
        expect(decodeUtf8File(bytesOf(hasMark ? `\ufeff${text}` : text))).toBe(text);
      }),
    );
  });

  it("keeps a replacement character that is in the file", () => {
    expect(decodeUtf8File(bytesOf("a\ufffdb"))).toBe("a\ufffdb");
  });

  it.each([
    ["UTF-16, little-endian", bytesOf("\ufeffhi", "utf16le"), "it must be UTF-8: it is UTF-16"],
    ["UTF-32", Uint8Array.of(0xff, 0xfe, 0, 0, 0x68, 0, 0, 0), "it must be UTF-8: it is UTF-32"],
    ["UTF-16, big-endian", Uint8Array.of(0xfe, 0xff, 0, 0x68), "it must be UTF-8: it is UTF-16"],
    [
      "UTF-16 without a mark",
      bytesOf("hi", "utf16le"),
      "it must be UTF-8 text: byte 1 is 0x00, as in UTF-16",
    ],
    ["Latin-1", bytesOf("abc: é!", "latin1"), "it must be UTF-8: byte 5 is 0xE9"],
    [
      "a character cut off after a real replacement character",
      Buffer.concat([bytesOf("é\ufffd"), Uint8Array.of(0xe2, 0x82)]),
      "it must be UTF-8: byte 5 is 0xE2",
    ],
    ["a NUL in the middle", bytesOf("abc\0"), "it must be UTF-8 text: byte 3 is 0x00"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeUtf8File(bytes)).toThrow(message);
  });

  it("names the first byte that is not UTF-8, wherever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("\0"));
        const before = bytesOf(text);
        expect(() => decodeUtf8File(Buffer.concat([before, Uint8Array.of(0xff)]))).toThrow(
          `byte ${before.length} is 0xFF`,
        );
      }),
    );
  });
});

describe("decodeUtf8Log()", () => {
  it("keeps every whole line of a file that was cut anywhere", () => {
    const bytes = bytesOf('{"name":"é"}\n{"name":"日本"}\n');
    fc.assert(
      fc.property(fc.nat(bytes.length), (length) => {
        const text = decodeUtf8Log(bytes.subarray(0, length));
        expect(text.split("\n").slice(0, -1)).toEqual(
          bytes.subarray(0, length).toString().split("\n").slice(0, -1),
        );
      }),
    );
  });

  it("keeps the lines before the NUL bytes of a power failure", () => {
    expect(decodeUtf8Log(bytesOf("{}\n\0\0"))).toBe("{}\n\0\0");
  });

  it("rejects a complete line that is not UTF-8", () => {
    expect(() => decodeUtf8Log(bytesOf("é\n", "latin1"))).toThrow("byte 0 is 0xE9");
  });
});
