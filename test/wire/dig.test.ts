import { describe, expect, it } from "vitest";

import { asCount, asList, asNumber, asText, dig, parseJson } from "../../src/wire/index.ts";

describe("dig()", () => {
  it("follows a path through objects and lists", () => {
    expect(dig({ a: [{ b: 1 }] }, "a", 0, "b")).toBe(1);
  });

  it.each([
    ["a name that is inherited", {}, "toString"],
    ["the prototype", {}, "__proto__"],
    ["a property of text", "abc", "length"],
    ["null", null, "a"],
  ])("finds nothing under %s", (_what, value, step) => {
    expect(dig(value, step)).toBeUndefined();
  });

  it("reads a hostile __proto__ as an own property and changes no prototype", () => {
    const hostile = parseJson('{"__proto__":{"polluted":true}}');

    expect(dig(hostile, "__proto__", "polluted")).toBe(true);
    expect(dig({}, "polluted")).toBeUndefined();
  });
});

describe("asText(), asCount(), asNumber(), asList()", () => {
  it("return only values of their type", () => {
    expect([asText(""), asText(1)]).toEqual(["", undefined]);
    expect([asCount(0), asCount(-1), asCount(1.5), asCount("1")]).toEqual([
      0,
      undefined,
      undefined,
      undefined,
    ]);
    expect([asNumber(-1.5), asNumber(Number.NaN), asNumber(Infinity)]).toEqual([
      -1.5,
      undefined,
      undefined,
    ]);
    expect([asList([1]), asList({ length: 1 })]).toEqual([[1], []]);
  });
});

describe("parseJson()", () => {
  it("includes the start of text that is not JSON in the failure", () => {
    expect(() => parseJson(`{"a":${"x".repeat(300)}`)).toThrow(/^The provider sent invalid JSON/u);
  });
});
