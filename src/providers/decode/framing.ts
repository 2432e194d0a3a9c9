import {
  isCutOffJson,
  jsonArrayParser,
  ndjsonParser,
  parseJson,
  type PushParser,
  utf8Text,
} from "../../wire/index.ts";

/** How messages are delimited in the bytes of an answer. */
export interface Framing<Message> {
  /** Its content types, without parameters. */
  readonly accepts: readonly string[];
  parser(): PushParser<Message>;
  /**
   * The payload of a message; `undefined` for a keep-alive.
   *
   * @throws {StreamError} `malformed-payload`.
   */
  payload(message: Message): unknown;
  /** The JSON text of the payload, exactly as received; for messages that are JSON text. */
  source?(message: Message): string;
}

/** One JSON value per line. */
export const ndjsonFraming: Framing<string> = {
  accepts: ["application/x-ndjson", "application/json", "application/jsonl"],
  parser: () => ndjsonParser(),
  payload: parseJson,
  source: (text) => text,
};

/** One JSON value: an answer that was not streamed. A truncated one is no message. */
export const jsonFraming: Framing<string> = {
  accepts: ["application/json"],
  parser() {
    const decoder = utf8Text();
    const parts: string[] = [];
    return {
      push(bytes) {
        parts.push(decoder.push(bytes));
        return [];
      },
      end() {
        const text = parts.join("") + decoder.end();
        return isCutOffJson(text) ? [] : [text];
      },
    };
  },
  payload: parseJson,
  source: (text) => text,
};

/** One JSON array whose elements are messages; or one object instead, which is an error or a whole answer. */
export const jsonArrayFraming: Framing<string> = {
  accepts: ["application/json"],
  parser: arrayOrWhole,
  payload: parseJson,
  source: (text) => text,
};

/** Chooses by the first byte that is not whitespace. */
function arrayOrWhole(): PushParser<string> {
  let parser: PushParser<string> | undefined;

  function parserFor(bytes: Uint8Array): PushParser<string> | undefined {
    const first = bytes.find((byte) => !WHITESPACE.has(byte));
    if (first === undefined) return undefined;
    return first === OPENING_BRACE ? jsonFraming.parser() : jsonArrayParser();
  }

  return {
    push(bytes) {
      parser ??= parserFor(bytes);
      return parser?.push(bytes) ?? [];
    },
    end: () => (parser ?? jsonArrayParser()).end(),
  };
}

/** Space, tab, line feed and carriage return. */
const WHITESPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING_BRACE = 0x7b;
