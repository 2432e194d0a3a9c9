import { createParser } from "eventsource-parser";

import {
  limitOf,
  type ParserOptions,
  type PushParser,
  pushParser,
  tooLarge,
} from "./push-parser.ts";
import { utf8Text } from "./utf8-text.ts";

/** One message of a server-sent event stream. */
export interface SseMessage {
  /** The `event:` field; `undefined` if absent, which browsers call `message`. */
  readonly event: string | undefined;
  /**
   * The `id:` field of this message; `undefined` if absent. Unlike in browsers, the last id is not repeated: clients
   * that resume must keep it.
   */
  readonly id: string | undefined;
  readonly data: string;
}

/** Options of {@link sseParser}. */
interface SseParserOptions extends ParserOptions {
  /**
   * Returns the messages of a line with an unknown field, including a last line without its line break. Not called for
   * comments.
   *
   * @defaultValue Ignores such lines, as the standard requires.
   */
  readonly parseUnknownLine?: ((line: string) => readonly SseMessage[]) | undefined;
}

/**
 * Parses server-sent events from the bytes of each read. A message without an empty line after it is dropped, as the
 * standard requires. `retry` is ignored, because a parser does not reconnect.
 *
 * The limit applies to the data of a message, and to everything held while it is incomplete, including field names: a
 * message just below the limit may be rejected if it arrives in chunks. Comments need no memory and have no limit.
 *
 * Cost: O(bytes), even for a large message in small chunks and for any mixture of line breaks.
 *
 * @throws {StreamError} `too-large` from `push`, when a message exceeds the limit.
 * @throws {RangeError} When the limit is not a whole number from 1.
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
export function sseParser(options: SseParserOptions = {}): PushParser<SseMessage> {
  const maxMessageChars = limitOf(options);

  return pushParser((emit) => {
    const decoded = utf8Text();
    const asLineFeeds = lineFeeds();
    const withoutComments = openComments();
    const parser = createParser({
      maxBufferSize: maxMessageChars,
      onEvent({ event, id, data }) {
        if (data.length > maxMessageChars) throw tooLarge(maxMessageChars);
        emit({ event, id, data });
      },
      onError({ type, line }) {
        if (type === "max-buffer-size-exceeded") throw tooLarge(maxMessageChars);
        // The standard requires ignoring unknown fields and bad retry values.
        if (type !== "unknown-field" || line === undefined) return;
        for (const message of options.parseUnknownLine?.(line) ?? []) emit(message);
      },
    });
    // It would treat the letters "ï»¿" at the start of its first chunk as a byte order mark.
    parser.feed("");

    return {
      push(bytes) {
        const text = withoutComments(asLineFeeds(decoded.push(bytes)));
        if (text !== "") parser.feed(text);
      },
      // Fields without an empty line after them do not count.
      end: () => parser.reset({ consume: true }),
    };
  });
}

/**
 * Replaces every line break by a line feed, even if a CRLF is split.
 *
 * eventsource-parser 3.1 holds back a message whose last byte so far is a carriage return. It also searches for both
 * kinds of line break at every line, which is quadratic if one of them never occurs: 12 s for 1 MB of carriage returns.
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

/** Removes comments that arrive in chunks: eventsource-parser 3.1 would hold them, and count them as a message. */
function openComments(): (text: string) => string {
  let open: "comment" | "field" | undefined;

  return (text) => {
    let rest = text;
    if (open === "comment") {
      const end = text.indexOf("\n");
      if (end === -1) return "";
      rest = text.slice(end + 1);
      open = undefined;
    }
    const lineStart = rest.lastIndexOf("\n") + 1;
    if (lineStart === rest.length) {
      if (lineStart > 0) open = undefined;
      return rest;
    }
    const beginsLine = lineStart > 0 || open === undefined;
    open = beginsLine && rest.startsWith(":", lineStart) ? "comment" : "field";
    return open === "comment" ? rest.slice(0, lineStart) : rest;
  };
}
