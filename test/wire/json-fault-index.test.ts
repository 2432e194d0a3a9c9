import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { jsonFaultIndex } from "../../src/wire/partial-json.ts";

describe("jsonFaultIndex()", () => {
  it.each([
    ["", 0],
    ["{", 1],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ["[1 2]", 3],
    ["[1]\n]", 4],
    ['{"a":tru}', 8],
    ['{"a":"x\ny"}', 7],
    ["{'a': 1}", 1],
    ['"cut o', 6],
    ["[01]", 3],
    ['{"a" true}', 5],
    ["[1 null]", 3],
    ["// comment\n{}", 0],
    [`${"[".repeat(2_000)}}`, 2_000],
  ])("finds the fault of %j at %d", (text, index) => {
    expect(jsonFaultIndex(text)).toBe(index);
  });

  it("finds none in JSON, and one at the end of JSON that is cut off", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonFaultIndex(text)).toBeUndefined();
        expect(jsonFaultIndex(`[${text}`)).toBe(text.length + 1);
      }),
    );
  });
});
