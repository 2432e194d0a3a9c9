import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type SseMessage, sseParser } from "../../src/wire/index.ts";
import { bytesOf, itParsesAtEverySplit } from "../contracts/push-parser.ts";
import { itObeysTheParserLaws, outcomeOf, slicesOf } from "./parser-laws.ts";

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
    "all line breaks in one message": {
      bytes: bytesOf("data: a\rdata: b\r\ndata: c\n\r\ndata: d\r\n\ndata: e\n\rdata: f\r\r\n"),
      messages: [message("a\nb\nc"), message("d"), message("e"), message("f")],
    },
    "characters of two, three and four bytes": {
      bytes: bytesOf("data: é漢👩‍👩‍👧\n\n"),
      messages: [message("é漢👩‍👩‍👧")],
    },
    "bytes that are no UTF-8": {
      bytes: Uint8Array.of(...bytesOf("data: "), 0xff, 0xc3, 0x28, 0xf0, 0x9f, 0x0a, 0x0a),
      messages: [message("\ufffd\ufffd(\ufffd")],
    },
    "several data lines, an event and an id": {
      bytes: bytesOf(": hello\nevent: ping\nid: 7\ndata: a\ndata:b\n\n"),
      messages: [message("a\nb", { event: "ping", id: "7" })],
    },
    "empty data lines": {
      bytes: bytesOf("data\n\ndata:\ndata\ndata: \n\n"),
      messages: [message(""), message("\n\n")],
    },
    "no more than one leading space as not belonging to the value": {
      bytes: bytesOf("data:  a \nevent:\tb\nid:  c\n\n"),
      messages: [message(" a ", { event: "\tb", id: " c" })],
    },
    "colons in a value": { bytes: bytesOf("data:a:b: c\n\n"), messages: [message("a:b: c")] },
    "fields without a colon": {
      bytes: bytesOf("event\nid\ndata\n\n"),
      messages: [message("", { id: "" })],
    },
    "fields that it does not know, or that are written otherwise": {
      bytes: bytesOf("Data: a\n data: b\ndata : c\nfoo\nfoo: d\ndatum: e\ndata: f\n\n"),
      messages: [message("f")],
    },
    "comments, between messages and inside": {
      bytes: bytesOf(":\n\n: a\n:data: b\ndata: c\n:\ndata: d\n\n:keep-alive\n\n"),
      messages: [message("c\nd")],
    },
    "retry, which is not its own": {
      bytes: bytesOf("retry: 100\n\nretry: x\ndata: a\nretry\n\n"),
      messages: [message("a")],
    },
    "an id with a NULL, which does not count": {
      bytes: bytesOf("id: 1\nid: a\0b\ndata: a\n\nid: \0\ndata: b\n\n"),
      messages: [message("a", { id: "1" }), message("b")],
    },
    "a message without data, which is dropped with its event": {
      bytes: bytesOf("event: a\nid: 1\n\ndata: b\n\n"),
      messages: [message("b")],
    },
    "the last of several events and ids": {
      bytes: bytesOf("event: a\nevent: b\nid: 1\nid: 2\ndata: c\n\n"),
      messages: [message("c", { event: "b", id: "2" })],
    },
    "a byte order mark": { bytes: bytesOf("\ufeffdata: a\n\n"), messages: [message("a")] },
    "a second byte order mark, and one further on, as letters": {
      bytes: bytesOf("\ufeff\ufeffdata: a\n\ndata: \ufeffb\n\n"),
      messages: [message("\ufeffb")],
    },
    "the letters that a byte order mark looks like": {
      bytes: bytesOf("ï»¿data: a\n\ndata: b\n\n"),
      messages: [message("b")],
    },
    "an unfinished message, which does not count": {
      bytes: bytesOf("data: a\n\ndata: b\n"),
      messages: [message("a")],
    },
    "an unfinished line, which does not count": {
      bytes: bytesOf("data: a\n\ndata: b\n\ndata: c"),
      messages: [message("a"), message("b")],
    },
    "an unfinished character, which does not count": {
      bytes: Uint8Array.of(...bytesOf("data: a\n\ndata: "), 0xf0, 0x9f),
      messages: [message("a")],
    },
    nothing: { bytes: new Uint8Array(), messages: [] },
  });

  itObeysTheParserLaws(() => sseParser({ maxMessageChars: 1_000 }), {
    valid: [
      bytesOf("\ufeff: hi\r\nevent: a\r\nid: 1\r\ndata: 漢\r\ndata: 👍\r\n\r\nretry: 5\r\r"),
      bytesOf("data: a\n\ndata: b\n\n"),
    ],
    broken: bytesOf(`data: a\n\ndata: ${"x".repeat(1_001)}\n\n`),
  });

  it("follows the standard for any mixture of its characters", () => {
    const signs = ["data", "event", "id", "retry", ":", ": ", "\n", "\r", "\r\n", "\n\n"].concat([
      "a",
      " ",
      "7",
      "\0",
      "é",
      "👍",
      "\ufeff",
      "ï»¿",
    ]);
    const texts = fc.array(fc.constantFrom(...signs), { maxLength: 40 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 20 }), (parts, sizeBytes) => {
        const text = parts.join("");

        expect(outcomeOf(sseParser(), slicesOf(bytesOf(text), sizeBytes))).toEqual({
          messages: messagesByTheBook(text),
          failure: undefined,
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it("returns a message with the carriage return that ends it", () => {
    expect(sseParser().push(bytesOf("data: a\r\r"))).toEqual([message("a")]);
  });

  it.each([
    ["incomplete", "data: 0123456789"],
    ["whole", "data: 0123456789a\n\n"],
    ["in many lines", "data: 012345\ndata: 6789a\n\n"],
  ])("rejects a message that exceeds the limit and is %s", (_what, text) => {
    expect(() => sseParser({ maxMessageChars: 10 }).push(bytesOf(text))).toThrow(
      "A message exceeds the limit of 10 characters",
    );
  });

  it("counts the limit in characters, and names them in the failure", () => {
    const parser = sseParser({ maxMessageChars: 12 });

    expect(parser.push(bytesOf(`data: ${"漢".repeat(12)}\n\n`))).toHaveLength(1);
    expect(() => parser.push(bytesOf(`data: ${"漢".repeat(13)}\n\n`))).toThrow(
      expect.objectContaining({ failure: { code: "too-large", limitChars: 12 } }),
    );
  });

  it.each([1, 8, 1_000])("needs no memory for a comment, in reads of %d bytes", (sizeBytes) => {
    const bytes = bytesOf(`data: a\n:${"x".repeat(64)}\n\n: b\ndata: c\n\n`);
    const parser = sseParser({ maxMessageChars: 16 });

    expect(outcomeOf(parser, slicesOf(bytes, sizeBytes))).toEqual({
      messages: [message("a"), message("c")],
      failure: undefined,
    });
  });

  it("parses unknown lines on request, including an unterminated last one", () => {
    const parseUnknownLine = (line: string) => [message(line, { event: "stray" })];
    const bytes = bytesOf('data: a\nerror: b\n\n: no\n{"c":1}');

    expect(outcomeOf(sseParser({ parseUnknownLine }), slicesOf(bytes, 3)).messages).toEqual([
      message("error: b", { event: "stray" }),
      message("a"),
      message('{"c":1}', { event: "stray" }),
    ]);
  });

  it.each([0, -1, 1.5, Number.NaN])("rejects a limit of %s", (maxMessageChars) => {
    expect(() => sseParser({ maxMessageChars })).toThrow(RangeError);
  });

  it.each([
    ["4 MiB in slices of 1,400 bytes", 4 * 1024 * 1024, 1_400],
    ["100 KB byte by byte", 100_000, 1],
  ])("takes one message of %s", (_what, sizeBytes, sliceBytes) => {
    const bytes = bytesOf(`data: ${"x".repeat(sizeBytes)}\n\n`);
    const { messages } = outcomeOf(sseParser(), slicesOf(bytes, sliceBytes));

    expect(messages.map(({ data }) => data.length)).toEqual([sizeBytes]);
  });

  // The first took 12 s: the line break that never occurs was searched for at every line.
  it.each([
    { what: "carriage returns", part: "\r", count: 1_000_000, messages: 0 },
    { what: "messages that end in carriage returns", part: "data:\r\r", count: 1e5, messages: 1e5 },
    { what: "messages that end in line feeds", part: "data:\n\n", count: 1e5, messages: 1e5 },
    { what: "data lines", part: "data:\n", count: 1e5, messages: 1 },
    { what: "comments", part: ":\n", count: 1e5, messages: 0 },
    // Each costs an error with its stack, which is thrown away.
    { what: "unknown fields", part: "x\n", count: 1e4, messages: 0 },
  ])("takes one read of many $what", ({ part, count, messages }) => {
    expect(sseParser().push(bytesOf(`${part.repeat(count)}\r`))).toHaveLength(messages);
  });
});

/**
 * The standard as code: the whole text at once, line by line. Only ids differ: they are not inherited from an earlier
 * message.
 *
 * @see {@link https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation}
 */
function messagesByTheBook(text: string): SseMessage[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const messages: SseMessage[] = [];
  let data = "";
  let event = "";
  let id: string | undefined;

  function takeField(field: string, value: string): void {
    if (field === "data") data += `${value}\n`;
    if (field === "event") event = value;
    if (field === "id" && !value.includes("\0")) id = value;
  }

  function dispatch(): void {
    const type = event === "" ? undefined : event;
    if (data !== "") messages.push({ event: type, id, data: data.slice(0, -1) });
    data = "";
    event = "";
    id = undefined;
  }

  // The text after the last line break is not a line.
  for (const line of lines.slice(0, -1)) {
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/su.exec(line) ?? [];
    if (line === "") dispatch();
    else takeField(field, value);
  }
  return messages;
}
