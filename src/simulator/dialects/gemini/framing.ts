import type { Encoder } from "../dialect.ts";
import type { GeminiAnswer } from "./answer.ts";
import { googleError } from "./error-response.ts";

/** Encodes an answer as server-sent events, for requests with `alt=sse`. */
export function geminiEvents(answer: GeminiAnswer): Encoder {
  const frame = (response: object) => `data: ${JSON.stringify(response)}\r\n\r\n`;
  return {
    first: () => [],
    token: (token) => answer.token(token).map(frame),
    last: () => [frame(answer.last())],
    error: (message) => frame(googleError(503, message)),
    malformed: () => `data: ${TRUNCATED}\r\n\r\n`,
    whole: () => answer.whole(),
  };
}

/**
 * Encodes an answer as one indented JSON array, sent element by element. Each comma is sent with the element after
 * it.
 */
export function geminiArray(answer: GeminiAnswer): Encoder {
  let hasElement = false;
  function element(json: string): string {
    const separator = hasElement ? ",\r\n" : "";
    hasElement = true;
    return `${separator}${json}\n`;
  }
  const frame = (response: object) => element(JSON.stringify(response, undefined, 2));

  return {
    first: () => ["["],
    token: (token) => answer.token(token).map(frame),
    // One frame, so that a cut drops the closing bracket and the finish reason together.
    last: () => [`${frame(answer.last())}]`],
    error: (message) => `${frame(googleError(503, message))}]`,
    malformed: () => element(INVALID),
    whole: () => answer.whole(),
  };
}

/** Invalid JSON with balanced brackets, as only brackets separate elements. */
const INVALID = '{"candidates": [{"content": {"parts": [{"text": }]}}]}';

const TRUNCATED = '{"candidates": [{"content": {"parts": [{"text": "';
