import { createParser } from "eventsource-parser";

import {
  boundOf,
  type ParserOptions,
  type PushParser,
  pushParser,
  tooLarge,
} from "./push-parser.ts";
import { utf8Text } from "./utf8-text.ts";

/** One message of a server-sent event stream. */
export interface SseMessage {
  /** The `event:` field; `undefined` where there was none, which browsers call `message`. */
  readonly event: string | undefined;
  /**
   * The message's own `id:` field; `undefined` where it had none. A browser goes on reporting the last
   * one: whoever resumes keeps it.
   */
  readonly id: string | undefined;
  readonly data: string;
}

/**
 * Parses server-sent events from the bytes of each read. A message without its blank line at the end is
 * dropped, as the standard says; `retry` is left out, as waiting is not a parser's.
 *
 * The bound holds for a message's data, and for the whole of what is held while it is incomplete, names
 * of fields included: a message just below the bound may be refused for coming in pieces.
 *
 * Cost: O(bytes), also for a large message in small pieces and for any mixture of line breaks.
 *
 * @throws {StreamError} From `push`, with code `too-large`, when a message exceeds the bound.
 * @throws {RangeError} When the bound is not a whole number from 1.
 *
 * @see WHATWG HTML, section 9.2 "Server-sent events",
 * {@link https://html.spec.whatwg.org/multipage/server-sent-events.html}
 *
 * @example
 * ```ts
 * const parser = sseParser();
 * parser.push(new TextEncoder().encode("data: Hel"));
 * parser.push(new TextEncoder().encode("lo\n\n")); // [{ "event": undefined, "id": undefined, "data": "Hello" }]
 * ```
 */
export function sseParser(options: ParserOptions = {}): PushParser<SseMessage> {
  const maxMessageChars = boundOf(options);

  return pushParser((give) => {
    const decoded = utf8Text();
    const asLineFeeds = lineFeeds();
    const parser = createParser({
      maxBufferSize: maxMessageChars,
      onEvent({ event, id, data }) {
        if (data.length > maxMessageChars) throw tooLarge(maxMessageChars);
        give({ event, id, data });
      },
      onError({ type }) {
        // Unknown fields and bad retry values are to be ignored, says the standard.
        if (type === "max-buffer-size-exceeded") throw tooLarge(maxMessageChars);
      },
    });
    // It takes the letters "ï»¿" at the start of its first chunk for a byte order mark.
    parser.feed("");

    return {
      push(bytes) {
        const text = asLineFeeds(decoded.push(bytes));
        if (text !== "") parser.feed(text);
      },
      // Whatever has no blank line after it does not count.
      end() {},
    };
  });
}

/**
 * Makes every line break a line feed, also where a CRLF is cut in two.
 *
 * eventsource-parser 3.1 would hold a message back whose last byte so far is a carriage return; and it
 * looks for both kinds of break at every line, which is quadratic where one of them never comes: 12 s for
 * 1 MB of carriage returns.
 */
function lineFeeds(): (text: string) => string {
  let afterReturn = false;
  return (text) => {
    if (text === "") return text;
    const rest = afterReturn && text.startsWith("\n") ? text.slice(1) : text;
    afterReturn = text.endsWith("\r");
    return rest.includes("\r") ? rest.replaceAll(/\r\n?/g, "\n") : rest;
  };
}
