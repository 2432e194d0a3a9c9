import { describe, expect, it } from "vitest";

import { displayWidth, padToWidth, wrapToWidth } from "../../src/text/text-layout.ts";

describe("displayWidth()", () => {
  it.each([
    ["👩‍👩‍👧", 2],
    ["🇩🇪", 2],
    ["👍🏽", 2],
    ["ﾊﾛｰ", 3],
    ["\u3000", 2],
    ["日本語", 6],
    ["e\u0301", 1],
  ])("counts the cells of %s", (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });
});

describe("padToWidth()", () => {
  it("aligns emoji with letters", () => {
    expect(padToWidth("🇩🇪", 4, false)).toBe("🇩🇪  ");
    expect(padToWidth("ab", 4, true)).toBe("  ab");
  });
});

describe("wrapToWidth()", () => {
  it("splits a long word without splitting a character", () => {
    expect(wrapToWidth("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 4)).toEqual(["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"]);
  });
});
