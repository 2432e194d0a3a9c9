/** As many bytes as may be arguments of one call, in all engines. */
const BYTES_AT_ONCE = 8_192;

const encoder = new TextEncoder();

/** Text as Base64 of its UTF-8. Cost: O(text), however long. */
export function base64OfText(text: string): string {
  const bytes = encoder.encode(text);
  let characters = "";
  for (let from = 0; from < bytes.length; from += BYTES_AT_ONCE) {
    characters += String.fromCharCode(...bytes.subarray(from, from + BYTES_AT_ONCE));
  }
  return btoa(characters);
}
