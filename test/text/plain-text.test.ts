import { describe, expect, it } from "vitest";

import { plainText } from "../../src/text/plain-text.ts";

describe("plainText()", () => {
  it.each([
    ["an ANSI color", "\u001b[31mred\u001b[0m", "red"],
    ["a window title", "a\u001b]0;owned\u0007b", "ab"],
    ["a C1 control", "a\u009b31mb", "a31mb"],
    ["a line break", "a\r\nb\tc", "a b c"],
    ["a bidirectional override", "safe\u202egnp.exe", "safegnp.exe"],
    ["a zero-width space", "pay\u200bpal", "paypal"],
    ["a bell", "a\u0007", "a"],
  ])("removes %s", (_, hostile, plain) => {
    expect(plainText(hostile)).toBe(plain);
  });

  it.each([
    ["OpenAI's key", "sk-proj-abcdefghijklmnop1234", "…"],
    ["a bearer token", "Bearer abc.def-12345", "…"],
    ["a password in a URL", "http://me:secret@host/v1", "http://…@host/v1"],
    ["a key in a query", "https://host/v1?api-key=abc123&x=1", "https://host/v1?api-key=…&x=1"],
    ["a key after a color", "\u001b[31msk-proj-abcdefghijklmnop1234", "…"],
    ["a key with a zero-width space", "sk-\u200bproj-abcdefghijklmnop1234", "…"],
  ])("redacts %s", (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it("leaves ordinary names alone", () => {
    const name = "gpt-5 mini · 日本語 · sk-8 & co 😀";

    expect(plainText(name)).toBe(name);
  });

  it("shortens a name of a megabyte without cutting a character", () => {
    const shown = plainText("😀".repeat(250_000));

    expect(shown).toBe(`${"😀".repeat(199)}…`);
  });
});
