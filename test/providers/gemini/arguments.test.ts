import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { argumentsBuilder } from "../../../src/providers/gemini/arguments.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The text of arguments that come in these parts, with its end. */
function assembled(...parts: readonly unknown[]): string {
  const call = argumentsBuilder();
  return parts.map((part) => call.add(part)).join("") + call.end();
}

/** A value in parts as a model writes it, strings cut into slices of `sliceChars`. */
function piecesOf(value: Json, jsonPath: string, sliceChars: number): object[] {
  if (typeof value === "string") return stringParts(value, jsonPath, sliceChars);
  if (typeof value === "number") return [{ jsonPath, numberValue: value }];
  if (typeof value === "boolean") return [{ jsonPath, boolValue: value }];
  if (value === null) return [{ jsonPath, nullValue: "NULL_VALUE" }];
  return Object.entries(value).flatMap(([name, member]) =>
    piecesOf(
      member,
      `${jsonPath}[${Array.isArray(value) ? name : JSON.stringify(name)}]`,
      sliceChars,
    ),
  );
}

function stringParts(text: string, jsonPath: string, sliceChars: number): object[] {
  const slices = [];
  for (let at = 0; at < text.length; at += sliceChars) {
    slices.push({
      jsonPath,
      stringValue: text.slice(at, at + sliceChars),
      willContinue: true,
    });
  }
  return [...slices, { jsonPath, stringValue: "" }];
}

/** Values without empty objects and arrays, which have no path to a value in them. */
const values = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { minLength: 1, maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("json"), {
      minKeys: 1,
      maxKeys: 3,
    }),
  ),
})).json;

describe("argumentsBuilder()", () => {
  it("assembles a string in parts, as Vertex sends it", () => {
    expect(
      assembled(
        { jsonPath: "$.location", stringValue: "San ", willContinue: true },
        { jsonPath: "$.location", stringValue: "Francisco", willContinue: true },
        { jsonPath: "$.location", stringValue: "" },
      ),
    ).toBe('{"location":"San Francisco"}');
  });

  it("assembles objects in arrays in objects", () => {
    expect(
      assembled(
        { jsonPath: "$.recipe.ingredients[0].amount", numberValue: 0.5 },
        { jsonPath: "$.recipe.ingredients[0].name", stringValue: "flour" },
        { jsonPath: "$.recipe.ingredients[1].name", stringValue: "salt" },
        { jsonPath: "$.recipe.tags[0][0]", boolValue: true },
        { jsonPath: "$.done", nullValue: null },
      ),
    ).toBe(
      '{"recipe":{"ingredients":[{"amount":0.5,"name":"flour"},{"name":"salt"}],"tags":[[true]]},"done":null}',
    );
  });

  it("assembles any value, with strings cut anywhere", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), values, { minKeys: 1, maxKeys: 3 }),
        fc.integer({ min: 1, max: 4 }),
        (value, sliceChars) => {
          expect(JSON.parse(assembled(...piecesOf(value, "$", sliceChars)))).toEqual(value);
        },
      ),
    );
  });

  it("sets no prototype", () => {
    const text = assembled({ jsonPath: "$.__proto__.polluted", boolValue: true });

    expect(text).toBe('{"__proto__":{"polluted":true}}');
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("accepts whole members before, between and after the parts", () => {
    const call = argumentsBuilder();
    const text = [
      call.set("brightness", "50"),
      call.add({ jsonPath: "$.color", stringValue: "wa", willContinue: true }),
      call.set("color", '"warm"'),
      call.set("id", "2512292042121000001"),
      call.end(),
    ].join("");

    expect(JSON.parse(text)).toMatchObject({ brightness: 50, color: "warm" });
    expect(text).toContain('"id":2512292042121000001}');
  });

  it("is empty until the first value", () => {
    const call = argumentsBuilder();
    call.add({ jsonPath: "$.announced", willContinue: true });
    expect(call.isEmpty).toBe(true);
    call.add({ jsonPath: "$.announced", boolValue: false });

    expect(call.isEmpty).toBe(false);
  });

  it.each([
    ["a string that is to be continued", { jsonPath: "$.a", stringValue: "x", willContinue: true }],
    ["a hole in an array", { jsonPath: "$.a[1]", numberValue: 1 }],
    ["a path to many values", { jsonPath: "$..a", numberValue: 1 }],
    ["a path to the whole", { jsonPath: "$", numberValue: 1 }],
    ["no path", { numberValue: 1 }],
    ["a number that JSON does not have", { jsonPath: "$.a", numberValue: "NaN" }],
    ["a value of a kind to come", { jsonPath: "$.a", bytesValue: "AQID" }],
    ["no part", "a"],
  ])("builds no JSON for %s", (_what, part) => {
    const first = { jsonPath: "$.first", numberValue: 1 };

    expect(() => JSON.parse(assembled(part))).toThrow(SyntaxError);
    expect(assembled(first, part)).toContain('{"first":1');
    expect(() => JSON.parse(assembled(first, part))).toThrow(SyntaxError);
  });

  it.each([
    [["$.a.b", "$.c", "$.a.d"]],
    [["$.a", "$.a.b"]],
    [["$.a[0]", "$.a.b"]],
    [["$.a.b", "$.a.b"]],
    [["$.a[0]", "$.a[0]"]],
  ])("builds no JSON for values out of order: %j", (paths) => {
    expect(() =>
      JSON.parse(assembled(...paths.map((jsonPath) => ({ jsonPath, numberValue: 1 })))),
    ).toThrow(SyntaxError);
  });

  it("refuses values that are nested too deep", () => {
    const path = (depth: number) => ({ jsonPath: `$${".a".repeat(depth)}`, numberValue: 1 });

    expect(JSON.parse(assembled(path(512)))).toHaveProperty("a.a.a");
    expect(() => JSON.parse(assembled(path(513)))).toThrow(SyntaxError);
  });

  it("takes time in proportion to the number of parts", () => {
    const part = { jsonPath: "$.text", stringValue: "x", willContinue: true };
    const call = argumentsBuilder();
    let lengthChars = 0;
    for (let count = 0; count < 100_000; count++) lengthChars += call.add(part).length;

    expect(lengthChars).toBe('{"text":"'.length + 100_000);
  });
});
