import {
  isCutOffJson,
  jsonArrayParser,
  ndjsonParser,
  parseJson,
  type PushParser,
} from "../../wire/index.ts";

/** How a provider's messages lie in the bytes of its answer. */
export interface Framing<Message> {
  /** The content types that announce it, without parameters. */
  readonly accepts: readonly string[];
  /** A parser that has read nothing. */
  parser(): PushParser<Message>;
  /**
   * What a message carries, as a value; `undefined` if it is a sign of life only.
   *
   * @throws {StreamError} `malformed-payload`.
   */
  payload(message: Message): unknown;
  /** The JSON text of the payload, exactly as received; for messages that are JSON text. */
  source?(message: Message): string;
}

/** One JSON value a line. */
export const ndjsonFraming: Framing<string> = {
  accepts: ["application/x-ndjson", "application/json", "application/jsonl"],
  parser: () => ndjsonParser(),
  payload: parseJson,
  source: (text) => text,
};

/** The whole body is one JSON value: an answer that was not streamed. A beginning of one is no message. */
export const jsonFraming: Framing<string> = {
  accepts: ["application/json"],
  parser() {
    const decoder = new TextDecoder();
    const parts: string[] = [];
    return {
      push(bytes) {
        parts.push(decoder.decode(bytes, { stream: true }));
        return [];
      },
      end() {
        const text = parts.join("") + decoder.decode();
        return isCutOffJson(text) ? [] : [text];
      },
    };
  },
  payload: parseJson,
  source: (text) => text,
};

/** One JSON array, whose elements come as they are ready; or one object in its place, which is an error or a whole answer. */
export const jsonArrayFraming: Framing<string> = {
  accepts: ["application/json"],
  parser: arrayOrWhole,
  payload: parseJson,
  source: (text) => text,
};

/** Chooses by the first byte that is no whitespace. */
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
