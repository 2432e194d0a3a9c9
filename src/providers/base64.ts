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

const PIECE_BYTES = 32_768;
