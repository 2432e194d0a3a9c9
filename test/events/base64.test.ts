import { describe, expect, it } from "vitest";

import { decodeBase64, decodeBase64Text, encodeBase64 } from "../../src/events/base64.ts";

describe("encodeBase64()", () => {
  it("encodes more bytes than a call takes arguments", () => {
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, index) => index % 256);

    expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
  });
});

describe("decodeBase64()", () => {
  it("returns the bytes that were encoded", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

    expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
  });

  it("throws malformed-frame for anything else", () => {
    expect(() => decodeBase64("not base64!")).toThrow("its bytes are not base64");
  });
});

describe("decodeBase64Text()", () => {
  it.each(["plain", "naïve 漢字 👍", ""])("returns %j", (text) => {
    expect(decodeBase64Text(Buffer.from(text).toString("base64"))).toBe(text);
  });
});
