import { describe, expect, it } from "vitest";

import { sseParser } from "../../src/wire/index.ts";
import { bytesOf, itParsesAtEverySplit } from "../contracts/push-parser.ts";

const message = (data: string, rest: { event?: string; id?: string } = {}) => ({
  event: rest.event,
  id: rest.id,
  data,
});

describe("sseParser()", () => {
  itParsesAtEverySplit(() => sseParser(), {
    "line feeds": {
      bytes: bytesOf("data: a\n\ndata: b\n\n"),
      messages: [message("a"), message("b")],
    },
    "carriage returns with line feeds": {
      bytes: bytesOf("data: a\r\n\r\ndata: b\r\n\r\n"),
      messages: [message("a"), message("b")],
    },
    "carriage returns alone": {
      bytes: bytesOf("data: a\r\rdata: b\r\r"),
      messages: [message("a"), message("b")],
    },
    "characters of two, three and four bytes": {
      bytes: bytesOf("data: é漢👩‍👩‍👧\n\n"),
      messages: [message("é漢👩‍👩‍👧")],
    },
    "several data lines, an event and an id": {
      bytes: bytesOf(": hello\nevent: ping\nid: 7\ndata: a\ndata:b\n\n"),
      messages: [message("a\nb", { event: "ping", id: "7" })],
    },
    "a byte order mark": { bytes: bytesOf("\ufeffdata: a\n\n"), messages: [message("a")] },
    "an unfinished message, which does not count": {
      bytes: bytesOf("data: a\n\ndata: b\n"),
      messages: [message("a")],
    },
  });

  it("refuses a message that exceeds the bound", () => {
    const parser = sseParser({ maxMessageChars: 10 });

    expect(() => parser.push(bytesOf("data: 0123456789"))).toThrow(
      "A message exceeds the bound of 10 bytes",
    );
  });

  it("takes a large message in small pieces in linear time", () => {
    const pieceBytes = 1_400;
    const pieces = (sizeBytes: number) => {
      const body = bytesOf(`data: ${"x".repeat(sizeBytes)}\n\n`);
      return Array.from({ length: Math.ceil(body.length / pieceBytes) }, (_, index) =>
        body.subarray(index * pieceBytes, (index + 1) * pieceBytes),
      );
    };
    const parser = sseParser();
    const messages = pieces(4 * 1024 * 1024).flatMap((piece) => parser.push(piece));

    expect(messages.map(({ data }) => data.length)).toEqual([4 * 1024 * 1024]);
  });
});
