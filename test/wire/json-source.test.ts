import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compactJson, jsonChildren, jsonSource } from "../../src/wire/json-source.ts";

/** A value, written with space between all of its tokens. */
const written = fc
  .tuple(fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }), fc.constantFrom(0, 1, "\t", "\r\n"))
  .map(([value, space]) => ({ value, text: JSON.stringify(value, undefined, space) }));

describe("jsonChildren()", () => {
  it("finds the children that JSON.parse finds, at every depth", () => {
    const expectSame = (source: string) => {
      const value: unknown = JSON.parse(source);
      if (typeof value !== "object" || value === null) return;
      const children = jsonChildren(source);
      expect([...children.keys()].toSorted()).toEqual(Object.keys(value).toSorted());
      for (const [name, child] of children) {
        expect(JSON.parse(child)).toEqual(Reflect.get(value, name));
        expectSame(child);
      }
    };
    fc.assert(fc.property(written, ({ text }) => expectSame(text)));
  });

  it.each([
    ["[]", []],
    ["{}", []],
    ["12", []],
    ['"[1]"', []],
    [
      ' {"a" : "\\\\" , "b":"}\\""} ',
      [
        ["a", '"\\\\"'],
        ["b", '"}\\""'],
      ],
    ],
    [
      '{"a":1.50,"a":-0,"__proto__":[1e3]}',
      [
        ["a", "-0"],
        ["__proto__", "[1e3]"],
      ],
    ],
  ])("reads %s", (source, entries) => {
    expect([...jsonChildren(source)]).toEqual(entries);
  });

  it("reads what is nested deeper than a stack", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;

    expect(jsonChildren(`{"a":${deep},"b":1}`).get("b")).toBe("1");
  });

  it("terminates for every text, JSON or not", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("[", "]", "{", "}", ",", ":", '"', "\\", " ", "1") }),
        (text) => {
          try {
            jsonChildren(text);
            compactJson(text);
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxError);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe("jsonSource()", () => {
  it("keeps all digits, and finds nothing for a wrong path", () => {
    const source = '{"a": [{"id": 2512292042121000001}]}';

    expect(jsonSource(source, "a", 0, "id")).toBe("2512292042121000001");
    expect(jsonSource(source, "a", 1, "id")).toBeUndefined();
    expect(jsonSource(source, "toString")).toBeUndefined();
    expect(jsonSource(undefined, "a")).toBeUndefined();
  });
});

describe("compactJson()", () => {
  it("writes what JSON.stringify writes", () => {
    fc.assert(
      fc.property(written, ({ value, text }) => {
        expect(compactJson(text)).toBe(JSON.stringify(value));
      }),
    );
  });

  it("leaves numbers as they are", () => {
    expect(compactJson('{ "a" : [ 1.0, 1E3, -0, 12345678901234567890 ] }')).toBe(
      '{"a":[1.0,1E3,-0,12345678901234567890]}',
    );
  });
});
