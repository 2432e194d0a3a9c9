import { redactLikelySecrets } from "./redact-secrets.ts";

const SHOWN_CHARS = 100;

/**
 * Returns any value as one short line for an error message, without what could be a key or a password.
 *
 * @example
 * ```ts
 * valueText({ name: "a" }); // '{"name":"a"}'
 * valueText(undefined); // "undefined"
 * ```
 */
export function valueText(value: unknown): string {
  const text = redactLikelySecrets(jsonOf(value) ?? plain(value));
  return text.length <= SHOWN_CHARS ? text : `${text.slice(0, SHOWN_CHARS)}…`;
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A cycle, a `bigint`, or a `toJSON` that throws.
    return undefined;
  }
}

function plain(value: unknown): string {
  if (typeof value === "function") return "a function";
  return typeof value === "bigint" || value === undefined ? String(value) : "an object";
}
