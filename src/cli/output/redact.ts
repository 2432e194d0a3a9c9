import { redactSecrets, type Secret } from "../../text/index.ts";

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns a function that replaces the environment's keys by the names of their variables, in any spelling. The last
 * line of defence, for servers and libraries that repeat what they received.
 */
export function redactor(environment: Environment): (text: string) => string {
  const secrets = secretsIn(environment);
  return (text) => redactSecrets(text, secrets);
}

/**
 * Shorter values are placeholders such as `none` or `true`, and occur in any text: replaced, they would break a line
 * of JSON.
 */
const SHORTEST_SECRET_CHARS = 8;

/** The values of all variables whose names contain `_API_KEY`, `_TOKEN` or `_SECRET`. */
export function secretsIn(environment: Environment): Secret[] {
  return Object.entries(environment).flatMap(([name, text = ""]) => {
    const value = text.trim();
    return SECRET.test(name) && value.length >= SHORTEST_SECRET_CHARS
      ? [{ value, mask: `[${name}]` }]
      : [];
  });
}

/** Also in `AWS_SECRET_ACCESS_KEY` and `AWS_BEARER_TOKEN_BEDROCK`. */
const SECRET = /_(?:API_KEY|TOKEN|SECRET)(?:_|$)/u;
