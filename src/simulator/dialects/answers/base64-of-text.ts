import { base64OfBytes } from "../base64-of-bytes.ts";

const encoder = new TextEncoder();

/** Text as Base64 of its UTF-8. Cost: O(text), however long. */
export function base64OfText(text: string): string {
  return base64OfBytes(encoder.encode(text));
}
