import { createParser } from "eventsource-parser";

import { StreamError } from "../events/index.ts";

/** One message of a server-sent event stream. */
export interface SseMessage {
  /** The `event:` field; `undefined` where there was none, which browsers call `message`. */
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly data: string;
}

/** Turns bytes into messages, as they come. */
export interface PushParser<Message> {
  /** Takes what one socket read brought and gives the messages that it completed. */
  push(bytes: Uint8Array): Message[];
  /** Says that no more comes, and gives what only the end completes. */
  end(): Message[];
}

/** The bounds of a parser. */
export interface ParserOptions {
  /**
   * The largest message, in UTF-16 units, that may be held while it is incomplete.
   *
   * @defaultValue `16777216`: 16 Mi, several times the largest frame any provider has been seen to send.
   */
  readonly maxMessageChars?: number;
}

export const LARGEST_MESSAGE_CHARS = 16_777_216;

const LINE_FEED = new Uint8Array([10]);

/**
 * Parses server-sent events from the bytes of each read; however they are cut, the messages are the
 * same. A message without its blank line at the end is dropped, as the standard says.
 *
 * Cost: O(bytes), also for a large message in small pieces.
 *
 * @throws {StreamError} From `push`, with code `too-large`, when a message exceeds the bound.
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
export function sseParser({
  maxMessageChars = LARGEST_MESSAGE_CHARS,
}: ParserOptions = {}): PushParser<SseMessage> {
  let messages: SseMessage[] = [];
  let tooLarge = false;
  let lastByte: number | undefined;
  const decoder = new TextDecoder();
  const parser = createParser({
    maxBufferSize: maxMessageChars,
    onEvent({ event, id, data }) {
      messages.push({ event, id, data });
    },
    onError({ type }) {
      // Unknown fields and bad retry values are to be ignored, says the standard.
      if (type === "max-buffer-size-exceeded") tooLarge = true;
    },
  });

  function feed(bytes: Uint8Array, stream: boolean): SseMessage[] {
    parser.feed(decoder.decode(bytes, { stream }));
    if (tooLarge) throw new StreamError({ code: "too-large", limitBytes: maxMessageChars });
    const completed = messages;
    messages = [];
    return completed;
  }

  return {
    push(bytes) {
      if (bytes.length === 0) return [];
      lastByte = bytes.at(-1);
      return feed(bytes, true);
    },
    // A carriage return at the very end may be half a line break, so the parser waits for the other
    // half. Nothing more comes: it was a whole one.
    end: () => (lastByte === 13 ? feed(LINE_FEED, false) : []),
  };
}
