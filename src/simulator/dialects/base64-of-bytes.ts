/** As many bytes as may be arguments of one call, in all engines. */
const BYTES_AT_ONCE = 8_192;

/** Bytes as Base64. In the browser, in Node and in Deno. Cost: O(bytes), however many. */
export function base64OfBytes(bytes: Uint8Array): string {
  let characters = "";
  for (let from = 0; from < bytes.length; from += BYTES_AT_ONCE) {
    characters += String.fromCharCode(...bytes.subarray(from, from + BYTES_AT_ONCE));
  }
  return btoa(characters);
}
