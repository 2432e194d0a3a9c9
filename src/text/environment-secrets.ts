import type { Secret } from "./redact-secrets.ts";

/** Variables by name, as in `process.env`. */
export type NamedVariables = Readonly<Record<string, string | undefined>>;

/**
 * Shorter values are placeholders such as `none` or `true`, and occur in any text: replaced, they would break a line
 * of JSON.
 */
const SHORTEST_SECRET_CHARS = 8;

/**
 * Returns the values of all variables whose names contain `_API_KEY`, `_TOKEN` or `_SECRET`, to be replaced by the names.
 *
 * @example
 * ```ts
 * secretsIn({ OPENAI_API_KEY: "sk-1234567", HOME: "/root" }); // [{ value: "sk-1234567", mask: "[OPENAI_API_KEY]" }]
 * ```
 */
export function secretsIn(environment: NamedVariables): Secret[] {
  return Object.entries(environment).flatMap(([name, text = ""]) => {
    const value = text.trim();
    return SECRET.test(name) && value.length >= SHORTEST_SECRET_CHARS
      ? [{ value, mask: `[${name}]` }]
      : [];
  });
}

/** Also in `AWS_SECRET_ACCESS_KEY` and `AWS_BEARER_TOKEN_BEDROCK`. */
const SECRET = /_(?:API_KEY|TOKEN|SECRET)(?:_|$)/u;
