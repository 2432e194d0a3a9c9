import { isCutOffJson } from "./partial-json.ts";
import {
  boundOf,
  type ParserOptions,
  type PushParser,
  pushParser,
  tooLarge,
} from "./push-parser.ts";
import { utf8Text } from "./utf8-text.ts";

/**
 * Splits newline-delimited JSON into lines, as text; blank lines are skipped. A last line without its line
 * feed counts, unless it is the beginning of a JSON value: then it was cut off.
 *
 * Cost: O(bytes), also for a long line in small pieces.
 *
 * @throws {StreamError} From `push` and `end`, with code `too-large`, when a line exceeds the bound.
 * @throws {RangeError} When the bound is not a whole number from 1.
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
  const maxMessageChars = boundOf(options);

  return pushParser((give) => {
    const decoded = utf8Text();
    // Pieces of the open line, joined once: a growing string is searched again from its start.
    let held: string[] = [];
    let heldChars = 0;

    function hold(piece: string): void {
      heldChars += piece.length;
      if (heldChars > maxMessageChars) throw tooLarge(maxMessageChars);
      if (piece !== "") held.push(piece);
    }

    function release(isCounted: (line: string) => boolean = () => true): void {
      const line = held.join("").trim();
      held = [];
      heldChars = 0;
      if (line !== "" && isCounted(line)) give(line);
    }

    function take(text: string): void {
      const [rest = "", ...next] = text.split("\n");
      hold(rest);
      for (const piece of next) {
        release();
        hold(piece);
      }
    }

    return {
      push: (bytes) => take(decoded.push(bytes)),
      end() {
        take(decoded.end());
        release((line) => !isCutOffJson(line));
      },
    };
  });
}
