import { isCutOffJson } from "./partial-json.ts";
import {
  limitOf,
  type ParserOptions,
  type PushParser,
  pushParser,
  tooLarge,
} from "./push-parser.ts";
import { utf8Text } from "./utf8-text.ts";

/**
 * Splits newline-delimited JSON into lines, as text; empty lines are skipped. A last line without a line feed counts,
 * unless it is an incomplete JSON value: then it was cut off.
 *
 * Cost: O(bytes), even for a long line in small chunks.
 *
 * @throws {StreamError} `too-large` from `push` and `end`, when a line exceeds the limit.
 * @throws {RangeError} When the limit is not a whole number from 1.
 *
 * @see {@link https://github.com/ndjson/ndjson-spec}
 *
 * @example
 * ```ts
 * const parser = ndjsonParser();
 * parser.push(new TextEncoder().encode('{"a":1}\n{"b"')); // ['{"a":1}']
 * parser.end(); // []
 * ```
 */
export function ndjsonParser(options: ParserOptions = {}): PushParser<string> {
  const maxMessageChars = limitOf(options);

  return pushParser((emit) => {
    const decoded = utf8Text();
    // Parts of the open line, joined once: a growing string would be searched again from its start.
    let held: string[] = [];
    let heldChars = 0;

    function hold(part: string): void {
      heldChars += part.length;
      if (heldChars > maxMessageChars) throw tooLarge(maxMessageChars);
      if (part !== "") held.push(part);
    }

    function takeLine(): string {
      const line = held.join("").trim();
      held = [];
      heldChars = 0;
      return line;
    }

    function addText(text: string): void {
      const [rest = "", ...next] = text.split("\n");
      hold(rest);
      for (const part of next) {
        const line = takeLine();
        if (line !== "") emit(line);
        hold(part);
      }
    }

    return {
      push: (bytes) => addText(decoded.push(bytes)),
      end() {
        addText(decoded.end());
        const line = takeLine();
        if (!isCutOffJson(line)) emit(line);
      },
    };
  });
}
