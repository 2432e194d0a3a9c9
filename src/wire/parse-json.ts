import { StreamError } from "../events/index.ts";

/** How much of a malformed payload goes into the failure: enough to recognise it. */
const HEAD_CHARS = 200;

/**
 * Parses one payload of a stream as JSON.
 *
 * @throws {StreamError} With code `malformed-payload` and the start of the payload when it is not JSON.
 *
 * @example
 * ```ts
 * parseJson('{"a":[1]}'); // { "a": [1] }
 * ```
 */
export function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (cause) {
    throw new StreamError(
      { code: "malformed-payload", payload: payload.slice(0, HEAD_CHARS) },
      { cause },
    );
  }
}
