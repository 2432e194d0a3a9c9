import { StreamError } from "../../events/index.ts";

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
 * Cost: O(bytes), 1 µs for the event of a token. `Uint8Array.from` takes ten times as long for a text.
 *
 * @throws {StreamError} With code `malformed-frame`, when it is not base64.
 */
export function bytesOfBase64(text: string): Uint8Array {
  return bytesOf(binaryOf(text));
}

/**
 * What base64 says, as text in UTF-8.
 *
 * @throws {StreamError} With code `malformed-frame`, when it is not base64.
 */
export function textOfBase64(text: string): string {
  const binary = binaryOf(text);
  // What is ASCII, as most events are, is its own text.
  return /^[\0-\x7f]*$/u.test(binary) ? binary : decoder.decode(bytesOf(binary));
}

const decoder = new TextDecoder();

function bytesOf(binary: string): Uint8Array {
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place++) bytes[place] = binary.charCodeAt(place);
  return bytes;
}

/** A character a byte. */
function binaryOf(text: string): string {
  try {
    return atob(text);
  } catch (cause) {
    throw new StreamError(
      { code: "malformed-frame", problem: "its bytes are not base64" },
      { cause },
    );
  }
}

const PIECE_BYTES = 32_768;
