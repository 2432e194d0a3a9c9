import { StreamError } from "../events/index.ts";
import { LARGEST_MESSAGE_CHARS, type ParserOptions, type PushParser } from "./sse.ts";

/**
 * Splits newline-delimited JSON into lines, as text; blank lines are skipped. However the bytes are
 * cut, the lines are the same. A last line without its line feed counts.
 *
 * Cost: O(bytes), also for a long line in small pieces.
 *
 * @throws {StreamError} From `push`, with code `too-large`, when a line exceeds the bound.
 *
 * @see {@link https://github.com/ndjson/ndjson-spec}
 *
 * @example
 * ```ts
 * const parser = ndjsonParser();
 * parser.push(new TextEncoder().encode('{"a":1}\n{"b"')); // ['{"a":1}']
 * parser.end(); // ['{"b"']
 * ```
 */
export function ndjsonParser({
  maxMessageChars = LARGEST_MESSAGE_CHARS,
}: ParserOptions = {}): PushParser<string> {
  const decoder = new TextDecoder();
  // Pieces of the open line, joined once: a growing string is searched again from its start.
  let held: string[] = [];
  let heldChars = 0;

  function lines(text: string): string[] {
    const pieces = text.split("\n");
    const rest = pieces.pop() ?? "";
    const complete = pieces.map((piece) => {
      const line = held.length === 0 ? piece : held.join("") + piece;
      held = [];
      heldChars = 0;
      return line.trim();
    });
    if (rest !== "") held.push(rest);
    heldChars += rest.length;
    if (heldChars > maxMessageChars) {
      throw new StreamError({ code: "too-large", limitBytes: maxMessageChars });
    }
    return complete.filter((line) => line !== "");
  }

  return {
    push: (bytes) => lines(decoder.decode(bytes, { stream: true })),
    end: () => lines(`${decoder.decode()}\n`),
  };
}
