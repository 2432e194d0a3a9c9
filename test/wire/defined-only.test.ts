import { describe, expect, it } from "vitest";

import { definedOnly } from "../../src/wire/index.ts";

describe("definedOnly()", () => {
  it("drops the keys whose value is undefined, and keeps every other value", () => {
    const object = definedOnly({ a: undefined, b: null, c: 0, d: "", e: false });

    expect(Object.entries(object)).toEqual([
      ["b", null],
      ["c", 0],
      ["d", ""],
      ["e", false],
    ]);
  });

  it("types dropped keys as absent", () => {
    const seed: number | undefined = [1].at(1);
    const request: { readonly model: string; readonly seed?: number } = definedOnly({
      model: "m",
      seed,
    });

    expect(Object.hasOwn(request, "seed")).toBe(false);
  });
});
