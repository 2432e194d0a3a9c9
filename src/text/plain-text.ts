import { ANSI_SEQUENCE, UNPRINTABLE } from "./control-characters.ts";
import { redactLikelySecrets } from "./redact-secrets.ts";

/**
 * Returns text from outside as one safe line of a terminal, a page or a file: no control characters, no line breaks,
 * nothing that looks like a key. It does not escape: that depends on where the text goes.
 *
 * @param longestChars In code points; a longer text ends in an ellipsis.
 * @example
 * ```ts
 * plainText("fast\u001b[31m er\n"); // "fast er"
 * plainText("https://me:secret@api.example/v1"); // "https://…@api.example/v1"
 * ```
 */
export function plainText(text: string, longestChars = 200): string {
  const visible = text
    .slice(0, 10 * longestChars)
    .replaceAll(ANSI_SEQUENCE, "")
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(UNPRINTABLE, "")
    .trim();
  // Last, because invisible characters inside a key would hide it.
  const line = redactLikelySecrets(visible);
  const characters = Array.from(line);
  return characters.length <= longestChars
    ? line
    : `${characters.slice(0, longestChars - 1).join("")}…`;
}
