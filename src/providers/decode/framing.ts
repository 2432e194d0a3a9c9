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

const JSON_TEXT = { payload: parseJson, source: (text: string) => text };

/** One JSON value per line. */
export const ndjsonFraming: Framing<string> = {
  accepts: ["application/x-ndjson", "application/json", "application/jsonl"],
  parser: () => ndjsonParser(),
  ...JSON_TEXT,
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
  ...JSON_TEXT,
};

/** One JSON array whose elements are messages; or one object instead, which is an error or a whole answer. */
export const jsonArrayFraming: Framing<string> = {
  accepts: ["application/json"],
  parser() {
    let parser: PushParser<string> | undefined;
    return {
      push(bytes) {
        parser ??= parserFor(bytes);
        return parser?.push(bytes) ?? [];
      },
      end: () => (parser ?? jsonArrayParser()).end(),
    };
  },
  ...JSON_TEXT,
};

/** Chooses by the first byte that is not whitespace. */
function parserFor(bytes: Uint8Array): PushParser<string> | undefined {
  const first = bytes.find((byte) => !WHITESPACE.has(byte));
  if (first === undefined) return undefined;
  return first === OPENING_BRACE ? jsonFraming.parser() : jsonArrayParser();
}

/** As JSON defines it: space, tab, line feed and carriage return. */
const WHITESPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING_BRACE = 0x7b;
