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

/** The bounds of a parser of server-sent events, and what it makes of lines that are none. */
export interface SseParserOptions extends ParserOptions {
  /**
   * The messages that a line stands for whose field the standard does not know, also for a last line without its
   * line break. Comments are no such lines.
   *
   * @defaultValue Such lines are ignored, as the standard demands.
   */
  readonly strays?: ((line: string) => readonly SseMessage[]) | undefined;
}

/**
 * Parses server-sent events from the bytes of each read. A message without its blank line at the end is
 * dropped, as the standard says; `retry` is left out, as waiting is not a parser's.
 *
 * The bound holds for a message's data, and for the whole of what is held while it is incomplete, names
 * of fields included: a message just below the bound may be refused for coming in pieces. Comments need no memory
 * and have no bound.
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
export function sseParser(options: SseParserOptions = {}): PushParser<SseMessage> {
  const maxMessageChars = boundOf(options);

  return pushParser((give) => {
    const decoded = utf8Text();
    const asLineFeeds = lineFeeds();
    const withoutComments = openComments();
    const parser = createParser({
      maxBufferSize: maxMessageChars,
      onEvent({ event, id, data }) {
        if (data.length > maxMessageChars) throw tooLarge(maxMessageChars);
        give({ event, id, data });
      },
      onError({ type, line }) {
        if (type === "max-buffer-size-exceeded") throw tooLarge(maxMessageChars);
        // The standard demands that unknown fields and bad retry values are ignored.
        if (type !== "unknown-field" || line === undefined) return;
        for (const message of options.strays?.(line) ?? []) give(message);
      },
    });
    // It takes the letters "ï»¿" at the start of its first chunk for a byte order mark.
    parser.feed("");

    return {
      push(bytes) {
        const text = withoutComments(asLineFeeds(decoded.push(bytes)));
        if (text !== "") parser.feed(text);
      },
      // Fields without a blank line after them do not count.
      end: () => parser.reset({ consume: true }),
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

/**
 * Removes comments that come in pieces: eventsource-parser 3.1 would hold them, and count them as a message.
 */
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
