import { describe, expect, it } from "vitest";

import { ndjsonParser } from "../../src/wire/index.ts";
import { bytesOf, itParsesAtEverySplit } from "../contracts/push-parser.ts";

describe("ndjsonParser()", () => {
  itParsesAtEverySplit(() => ndjsonParser(), {
    lines: { bytes: bytesOf('{"a":1}\n{"b":2}\n'), messages: ['{"a":1}', '{"b":2}'] },
    "a last line without its line feed": {
      bytes: bytesOf('{"a":"漢👍"}'),
      messages: ['{"a":"漢👍"}'],
    },
    "blank lines and carriage returns": {
      bytes: bytesOf('\r\n{"a":1}\r\n\n'),
      messages: ['{"a":1}'],
    },
  });

  it("refuses a line that exceeds the bound", () => {
    const parser = ndjsonParser({ maxMessageChars: 4 });

    expect(() => parser.push(bytesOf("12345"))).toThrow("A message exceeds the bound of 4 bytes");
  });
});
