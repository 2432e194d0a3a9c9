/** C0 and C1 controls, bidirectional overrides and zero-width marks: what can forge what is seen. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const FORGING = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** ANSI sequences as a whole, so that `ESC[31m` leaves no `[31m` behind. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/gu;

/** What keys look like: `sk-…`, `Bearer …`, and user and password in a URL. */
const KEY =
  /\b(?:sk|pk|rk|key|gsk|xai)-[\w-]{12,}|\bBearer\s+[\w.~+/=-]{8,}|(?<=:\/\/)[^\s/@"'\\]+@/giu;

/** The value of a query parameter that is named like a secret. */
const SECRET_PARAMETER = /([?&](?:[\w-]*(?:key|token|secret|password|signature))=)[^&\s#"'\\]+/giu;

/**
 * A text from outside, safe to stand in one line of a terminal, a page or a file: no control
 * characters, no line breaks, nothing that looks like a key, and not longer than a table survives.
 *
 * It does not escape: that depends on where the text goes.
 *
 * @param longestChars In characters as people count them, roughly; the end of a longer text is left out.
 * @example
 * ```ts
 * plainText("fast\u001b[31m er\n"); // "fast er"
 * plainText("https://me:secret@api.example/v1"); // "https://…@api.example/v1"
 * ```
 */
export function plainText(text: string, longestChars = 200): string {
  const line = withoutKeys(text.slice(0, 10 * longestChars))
    .replaceAll(ANSI, "")
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(FORGING, "")
    .trim();
  const characters = Array.from(line);
  return characters.length <= longestChars
    ? line
    : `${characters.slice(0, longestChars - 1).join("")}…`;
}

/** The text with everything that looks like a key replaced by an ellipsis; JSON stays JSON. */
export function withoutKeys(text: string): string {
  return text
    .replaceAll(KEY, (found) => (found.endsWith("@") ? "…@" : "…"))
    .replaceAll(SECRET_PARAMETER, "$1…");
}
