import type { Encoder } from "../dialect.ts";
import type { GeminiAnswer } from "./answer.ts";
import { googleError } from "./error-response.ts";

/** An answer as server-sent events, which clients ask for with `alt=sse`. */
export function geminiEvents(answer: GeminiAnswer): Encoder {
  const frame = (response: object) => `data: ${JSON.stringify(response)}\r\n\r\n`;
  return {
    first: () => [],
    token: (token) => answer.token(token).map(frame),
    last: () => [frame(answer.last())],
    error: (message) => frame(googleError(503, message)),
    malformed: () => `data: ${CUT_OFF}\r\n\r\n`,
    whole: () => answer.whole(),
  };
}

/**
 * An answer as one JSON array that is sent element by element, in lines for people to read. The comma comes
 * with the element after it.
 */
export function geminiArray(answer: GeminiAnswer): Encoder {
  let begun = false;
  function element(json: string): string {
    const before = begun ? ",\r\n" : "";
    begun = true;
    return `${before}${json}\n`;
  }
  const frame = (response: object) => element(JSON.stringify(response, undefined, 2));

  return {
    first: () => ["["],
    token: (token) => answer.token(token).map(frame),
    // In one piece: an array that ends without its bracket has no reason to end either.
    last: () => [`${frame(answer.last())}]`],
    error: (message) => `${frame(googleError(503, message))}]`,
    malformed: () => element(HOLLOW),
    whole: () => answer.whole(),
  };
}

/** Its brackets match: they are all that tells one element from the next. */
const HOLLOW = '{"candidates": [{"content": {"parts": [{"text": }]}}]}';

const CUT_OFF = '{"candidates": [{"content": {"parts": [{"text": "';
