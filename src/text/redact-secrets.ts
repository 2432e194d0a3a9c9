import { findCutSecret, findSecret, type FoundSecret } from "./find-secret.ts";

/** A secret and its replacement. */
export interface Secret {
  readonly value: string;
  readonly mask: string;
}

/**
 * Secrets as they may occur in text: trimmed, as headers carry them, and without placeholders such as `none`.
 *
 * @param shortestChars Shorter secrets are placeholders.
 *
 * @example
 * ```ts
 * secretsToFind([" s3cret-key\n", "none"], 5); // ["s3cret-key"]
 * ```
 */
export function secretsToFind(secrets: readonly string[], shortestChars: number): string[] {
  return secrets.map((secret) => secret.trim()).filter(({ length }) => length >= shortestChars);
}

/**
 * Replaces secrets by their masks: as they are, and as JSON and URLs escape them. Longer secrets come first, since
 * one may be a part of another.
 *
 * @param isExcerpt Whether `text` was cut out of a longer one: then the rest of a secret that was cut in two is
 * replaced, down to eight characters.
 *
 * @example
 * ```ts
 * redactSecrets("bad key s/cret-12", [{ value: "s/cret-12", mask: "[key]" }]); // "bad key [key]"
 * ```
 */
export function redactSecrets(text: string, secrets: readonly Secret[], isExcerpt = false): string {
  const longestFirst = secrets.toSorted((a, b) => b.value.length - a.value.length);
  return longestFirst.reduce((rest, { value, mask }) => {
    const clean = masked(rest, findSecret(rest, value), mask);
    return isExcerpt ? masked(clean, findCutSecret(clean, value), mask) : clean;
  }, text);
}

/**
 * Overwrites secrets with asterisks, in any spelling, so that the text keeps its length.
 *
 * @example
 * ```ts
 * overwriteSecrets("key=s3cret", ["s3cret"]); // "key=******"
 * ```
 */
export function overwriteSecrets(text: string, secrets: readonly string[]): string {
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, secret) => masked(rest, findSecret(rest, secret)), text);
}

/** Replaces the found secrets by the mask, or by as many asterisks. */
function masked(text: string, found: readonly FoundSecret[], mask?: string): string {
  let clean = "";
  let at = 0;
  for (const { start, end } of found) {
    clean += text.slice(at, start) + (mask ?? "*".repeat(end - start));
    at = end;
  }
  return clean + text.slice(at);
}

/** What keys look like: `sk-…`, `Bearer …`, and user and password in a URL. */
const KEY =
  /\b(?:sk|pk|rk|key|gsk|xai)-[\w-]{12,}|\bBearer\s+[\w.~+/=-]{8,}|(?<=:\/\/)[^\s/"'\\]+@/giu;

/** The value of a query parameter that is named like a secret. */
const SECRET_PARAMETER = /([?&](?:[\w-]*(?:key|token|secret|password|signature))=)[^&\s#"'\\]+/giu;

/**
 * Replaces everything that looks like a key or a password in a URL by an ellipsis, for text whose secrets are unknown.
 * JSON stays JSON.
 *
 * @example
 * ```ts
 * redactLikelySecrets("https://me:secret@api.example/v1"); // "https://…@api.example/v1"
 * ```
 */
export function redactLikelySecrets(text: string): string {
  return text
    .replaceAll(KEY, (found) => (found.endsWith("@") ? "…@" : "…"))
    .replaceAll(SECRET_PARAMETER, "$1…");
}
