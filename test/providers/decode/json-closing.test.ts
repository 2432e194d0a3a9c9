import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { jsonClosing } from "../../../src/providers/decode/json-closing.ts";

describe("jsonClosing()", () => {
  it("sees the end of an object or array at its last character, however it is cut", () => {
    const structures = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue()),
    );
    fc.assert(
      fc.property(structures, fc.integer({ min: 1, max: 5 }), (value, sizeChars) => {
        const text = JSON.stringify(value);
        const closing = jsonClosing();
        for (let at = 0; at < text.length; at += sizeChars) {
          expect(closing.isClosed).toBe(false);
          closing.push(text.slice(at, at + sizeChars));
        }
        expect(closing.isClosed).toBe(true);
      }),
    );
  });

  it.each(["12", "true", '"a"', "", '{"a":"}'])("never sees the end of %j", (text) => {
    const closing = jsonClosing();
    closing.push(text);

    expect(closing.isClosed).toBe(false);
  });
});
