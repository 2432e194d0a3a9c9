import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { jsonArrayParser } from "../../src/wire/index.ts";
import { bytesOf } from "../contracts/push-parser.ts";
import { expectAtEverySplit, itObeysTheParserLaws, outcomeOf, slicesOf } from "./parser-laws.ts";

/** As Gemini writes it, with the white space that its servers put around and between. */
const GEMINI = `\n \t[{
  "candidates": [
    { "content": { "parts": [{ "text": "He said: \\"[]{},\\\\\\"" }] } }
  ]
}
,\r
{
  "candidates": [{ "finishReason": "STOP" }]
}

]\n`;

describe("jsonArrayParser()", () => {
  it.each([
    ["no element", "[]", []],
    ["no element, with white space", " [ \n] \r\n", []],
    ["objects", '[{"a":1},{"b":{"c":[{}]}}]', ['{"a":1}', '{"b":{"c":[{}]}}']],
    ["arrays", "[[],[1,[2]]]", ["[]", "[1,[2]]"]],
    ["strings with all that could end them", '["],\\"]",  "\\\\"]', ['"],\\"]"', '"\\\\"']],
    ["numbers and words", "[1 ,-2.5e3,true\n,null]", ["1", "-2.5e3", "true", "null"]],
    ["characters of several bytes", '[{"é":"漢👍"}]', ['{"é":"漢👍"}']],
    ["a byte order mark", "\ufeff[1]", ["1"]],
  ])("reads %s, cut at every byte", (_what, text, messages) => {
    expectAtEverySplit(() => jsonArrayParser(), bytesOf(text), { messages, failure: undefined });
  });

  it("reads what Gemini writes, cut at every byte", () => {
    const { messages } = outcomeOf(jsonArrayParser(), [bytesOf(GEMINI)]);

    expect(messages.map((text): unknown => JSON.parse(text))).toEqual(JSON.parse(GEMINI));
    expectAtEverySplit(() => jsonArrayParser(), bytesOf(GEMINI), { messages, failure: undefined });
  });

  it("reads all output of JSON.stringify, however it is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.nat({ max: 3 }),
        fc.integer({ min: 1, max: 20 }),
        (values, indent, sizeBytes) => {
          const bytes = bytesOf(JSON.stringify(values, undefined, indent));
          const { messages, failure } = outcomeOf(jsonArrayParser(), slicesOf(bytes, sizeBytes));

          expect(failure).toBeUndefined();
          expect(messages.map((text): unknown => JSON.parse(text))).toEqual(
            JSON.parse(JSON.stringify(values)),
          );
        },
      ),
    );
  });

  it.each([
    ["an object", '{"error":{"code":429}}', []],
    ["text", "upstream error", []],
    ["something after the array", "[1] 2", ["1"]],
    ["a second array", "[1][2]", ["1"]],
    ["no comma between elements", '[{"a":1} {"b":2}]', ['{"a":1}']],
    ["a comma before the first element", "[,1]", []],
    ["two commas", "[1,,2]", ["1"]],
    ["a comma after the last element", "[1,]", ["1"]],
    ["a brace instead of the bracket", "[1}", ["1"]],
    ["a brace instead of an element", "[}]", []],
  ])("refuses %s, cut at every byte", (_what, text, messages) => {
    expectAtEverySplit(() => jsonArrayParser(), bytesOf(text), {
      messages,
      failure: "malformed-payload",
    });
  });

  it("includes the start of text that is not an array in the failure", () => {
    expect(() => jsonArrayParser().push(bytesOf(`{"a":"${"x".repeat(300)}"}`))).toThrow(
      `invalid JSON: "{"a":"${"x".repeat(194)}"`,
    );
  });

  itObeysTheParserLaws(() => jsonArrayParser({ maxMessageChars: 200 }), {
    valid: [bytesOf(GEMINI), bytesOf('[1,"a",{"b":[{}]},"漢"]')],
    broken: bytesOf("[1,2]x"),
  });

  it("returns an element with its last byte", () => {
    const parser = jsonArrayParser();

    expect(parser.push(bytesOf('[{"a":1'))).toEqual([]);
    expect(parser.push(bytesOf("}"))).toEqual(['{"a":1}']);
  });

  it("is complete once the closing bracket has arrived", () => {
    const parser = jsonArrayParser();
    const states = ["[", '{"a":[1]}', "\n"].map((chunk) => {
      parser.push(bytesOf(chunk));
      return parser.complete;
    });
    parser.push(bytesOf("]"));

    expect(states).toEqual([false, false, false]);
    expect(parser.complete).toBe(true);
  });

  it("ignores an incomplete element at the end", () => {
    const parser = jsonArrayParser();
    parser.push(bytesOf('[{"a":1},{"b":'));

    expect(parser.end()).toEqual([]);
    expect(parser.complete).toBe(false);
  });

  it("is not complete without input", () => {
    const parser = jsonArrayParser();
    parser.end();

    expect(parser.complete).toBe(false);
  });

  it.each([
    ["incomplete", '["123456789'],
    ["whole", '["123456789"]'],
    ["pretty", "[{      }]"],
  ])("rejects an element that exceeds the limit and is %s", (_what, text) => {
    expect(() => jsonArrayParser({ maxMessageChars: 7 }).push(bytesOf(text))).toThrow(
      "A message exceeds the limit of 7 characters",
    );
  });

  it("does not count text between elements towards the limit", () => {
    const { messages } = outcomeOf(jsonArrayParser({ maxMessageChars: 1 }), [
      bytesOf(`[${" ".repeat(100)}1${" ".repeat(100)},2]`),
    ]);

    expect(messages).toEqual(["1", "2"]);
  });

  it.each([
    ["text of 4 MiB in slices of 1,400 bytes", `"${"x".repeat(4 * 1024 * 1024)}"`, 1_400],
    ["text of 100 KB byte by byte", `"${"x".repeat(100_000)}"`, 1],
    ["100,000 brackets", "[".repeat(50_000) + "]".repeat(50_000), 1_400],
    ["100 KB of backslashes", `"${"\\\\".repeat(50_000)}"`, 1],
  ])("takes an element with %s", (_what, element, sliceBytes) => {
    const bytes = bytesOf(`[${element}]`);
    const { messages } = outcomeOf(jsonArrayParser(), slicesOf(bytes, sliceBytes));

    expect(messages.map((text) => text.length)).toEqual([element.length]);
  });

  it("parses 100,000 elements in one read", () => {
    expect(jsonArrayParser().push(bytesOf(`[${"{} ,\n".repeat(100_000)}1]`))).toHaveLength(100_001);
  });
});
