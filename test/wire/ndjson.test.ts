import { describe, expect, it } from "vitest";

import { ndjsonParser } from "../../src/wire/index.ts";
import { bytesOf, itParsesAtEverySplit } from "../contracts/push-parser.ts";
import { itObeysTheParserLaws, outcomeOf, slicesOf } from "./parser-laws.ts";

describe("ndjsonParser()", () => {
  itParsesAtEverySplit(() => ndjsonParser(), {
    lines: { bytes: bytesOf('{"a":1}\n{"b":2}\n'), messages: ['{"a":1}', '{"b":2}'] },
    "a last line without its line feed": {
      bytes: bytesOf('{"a":"漢👍"}'),
      messages: ['{"a":"漢👍"}'],
    },
    "a last line that ends in half a character": {
      bytes: Uint8Array.of(...bytesOf("a\nb"), 0xf0, 0x9f),
      messages: ["a", "b\ufffd"],
    },
    "a last line that was cut off": {
      bytes: bytesOf('{"a":1}\n{"done":tr'),
      messages: ['{"a":1}'],
    },
    "a last line that is no JSON": {
      bytes: bytesOf('{"a":1}\nBad gateway'),
      messages: ['{"a":1}', "Bad gateway"],
    },
    "empty lines and carriage returns": {
      bytes: bytesOf('\r\n{"a":1}\r\n\n'),
      messages: ['{"a":1}'],
    },
    "a byte order mark": { bytes: bytesOf("\ufeff1\n"), messages: ["1"] },
  });

  itObeysTheParserLaws(() => ndjsonParser({ maxMessageChars: 30 }), {
    valid: [bytesOf('{"a":"漢👍"}\r\n\n{"b":[1,2]}\n'), bytesOf("1\n2\n3")],
    broken: bytesOf(`1\n${"x".repeat(31)}\n`),
  });

  it.each([
    ["incomplete", "12345"],
    ["whole", "12345\n"],
  ])("rejects a line that exceeds the limit and is %s", (_what, text) => {
    expect(() => ndjsonParser({ maxMessageChars: 4 }).push(bytesOf(text))).toThrow(
      "A message exceeds the limit of 4 characters",
    );
  });

  it.each([
    ["4 MiB in slices of 1,400 bytes", 4 * 1024 * 1024, 1_400],
    ["100 KB byte by byte", 100_000, 1],
  ])("takes one line of %s", (_what, sizeBytes, sliceBytes) => {
    const bytes = bytesOf(`${"x".repeat(sizeBytes)}\n`);
    const { messages } = outcomeOf(ndjsonParser(), slicesOf(bytes, sliceBytes));

    expect(messages.map((line) => line.length)).toEqual([sizeBytes]);
  });
});
