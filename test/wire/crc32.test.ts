import fc from "fast-check";
import { crc32 as crc32OfNode } from "node:zlib";
import { describe, expect, it } from "vitest";

import { crc32 } from "../../src/wire/crc32.ts";
import { bytesOf } from "../contracts/push-parser.ts";

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

describe("crc32()", () => {
  /** @see {@link https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-32-iso-hdlc} */
  it("returns the check value of the catalogue of CRCs", () => {
    expect(crc32(viewOf(bytesOf("123456789")), 9)).toBe(0xcbf43926);
  });

  it("equals Node's, at any offset and length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(8), fc.nat(8), (bytes, from, less) => {
        const part = bytes.subarray(from);
        const endBytes = Math.max(0, part.length - less);

        expect(crc32(viewOf(part), endBytes)).toBe(crc32OfNode(part.subarray(0, endBytes)));
      }),
    );
  });

  it("throws instead of reading beyond the bytes", () => {
    expect(() => crc32(viewOf(new Uint8Array(7)), 8)).toThrow(RangeError);
  });
});
