import { parseJson, type SseMessage, sseParser } from "../../wire/index.ts";
import { explanationIn, jsonIn, providerError } from "./explanation.ts";
import type { Framing } from "./framing.ts";
import { jsonClosing } from "./json-closing.ts";

/** The end of OpenAI's streams: the only payload that is not JSON. */
export const DONE = "[DONE]";

/** One JSON value, or {@link DONE}, per event. */
export const sseFraming: Framing<SseMessage> = {
  accepts: ["text/event-stream"],
  parser() {
    /** Made for the first such line: most streams have none, and many are open at once. */
    let strays: ReturnType<typeof strayLines> | undefined;
    return sseParser({ parseUnknownLine: (line) => (strays ??= strayLines())(line) });
  },
  /** @throws {StreamError} `provider-error` for an event named `error`; `malformed-payload`. */
  payload({ event, data }) {
    if (event !== undefined && KEEP_ALIVES.has(event)) return undefined;
    if (event === "error") throw providerError(jsonIn(data) ?? explanationIn(data || event));
    // The usual case.
    return data.startsWith("{") ? parseJson(data) : otherPayload(data.trim());
  },
  source: ({ data }) => data,
};

/** Events without a payload, even if they have data: some proxies send the time. */
const KEEP_ALIVES: ReadonlySet<string> = new Set(["ping", "heartbeat", "keepalive", "keep-alive"]);

/** Some gateways omit the brackets of `[DONE]`, and some add whitespace. */
function otherPayload(data: string): unknown {
  if (data === "") return undefined;
  return data === DONE || data === "DONE" ? DONE : parseJson(data);
}

/** Limit for JSON that spans several lines outside of events. */
const MAX_JSON_CHARS = 1_048_576;

/**
 * Turns lines that the standard ignores into messages, because servers report errors in them or send JSON instead of
 * events: a field named `error` (llama.cpp until 2025), and JSON without `data:`, possibly over several lines.
 *
 * @see {@link https://github.com/ggml-org/llama.cpp/pull/16109}
 */
function strayLines() {
  /** The lines of JSON that is not complete. */
  let open: string[] = [];
  let openChars = 0;
  let closing = jsonClosing();

  function jsonAfter(line: string): SseMessage[] {
    if (open.length === 0) {
      if (!/^\s*[[{]/u.test(line)) return [];
      openChars = 0;
      closing = jsonClosing();
    }
    openChars += line.length;
    open.push(line);
    closing.push(line);
    const { isClosed } = closing;
    if (!isClosed && openChars <= MAX_JSON_CHARS) return [];
    const json = open.join("\n");
    open = [];
    const value = isClosed ? jsonIn(json) : undefined;
    if (value === undefined) return [];
    const texts = Array.isArray(value) ? value.map((one) => JSON.stringify(one)) : [json];
    return texts.map((data) => ({ event: undefined, id: undefined, data }));
  }

  return (line: string): SseMessage[] => {
    const [, data] = /^error:\s*(.*)$/su.exec(line) ?? [];
    return data === undefined ? jsonAfter(line) : [{ event: "error", id: undefined, data }];
  };
}
