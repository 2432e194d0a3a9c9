import { StreamError } from "../events/index.ts";

/**
 * Bytes as base64. In the browser, in Node and in Deno.
 *
 * Cost: O(bytes).
 */
export function base64Of(bytes: Uint8Array): string {
  // In pieces: a call takes only so many arguments.
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + PIECE_BYTES)));
  }
  return btoa(pieces.join(""));
}

/**
 * What base64 says, as bytes.
 *
 * @throws {StreamError} With code `malformed-payload`, when it is not base64.
 */
export function bytesOfBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch (cause) {
    throw new StreamError(
      { code: "malformed-payload", payload: text.slice(0, HEAD_CHARS) },
      { cause },
    );
  }
}

/** Enough to recognise it. */
const HEAD_CHARS = 200;

const PIECE_BYTES = 32_768;
