import { StreamError } from "../events/index.ts";

/** How much of a malformed payload goes into the failure: enough to recognize it. */
export const HEAD_CHARS = 200;

export function malformedPayload(payload: string, options?: ErrorOptions): StreamError {
  const failure = { code: "malformed-payload", payload: payload.slice(0, HEAD_CHARS) } as const;
  return new StreamError(failure, options);
}

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
    throw malformedPayload(payload, { cause });
  }
}
