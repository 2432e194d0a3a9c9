/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns a function that removes keys from a text: the values of all variables whose names have `_API_KEY`,
 * `_TOKEN` or `_SECRET` in them. The last line of defence, for servers and libraries that repeat what they
 * were given.
 */
export function redactor(environment: Environment): (text: string) => string {
  const secrets = secretsIn(environment);
  return (text) =>
    secrets.reduce((clean, { name, value }) => clean.replaceAll(value, `[${name}]`), text);
}

/**
 * Shorter ones are placeholders such as `none` or `true`, and words of any text: written over, a line of JSON
 * would be none.
 */
const SHORTEST_SECRET_CHARS = 8;

/** The environment's keys. */
export function secretsIn(
  environment: Environment,
): { readonly name: string; readonly value: string }[] {
  return Object.entries(environment).flatMap(([name, value = ""]) => {
    const secret = value.trim();
    return SECRET.test(name) && secret.length >= SHORTEST_SECRET_CHARS
      ? [{ name, value: secret }]
      : [];
  });
}

/** Also in `AWS_SECRET_ACCESS_KEY` and `AWS_BEARER_TOKEN_BEDROCK`. */
const SECRET = /_(?:API_KEY|TOKEN|SECRET)(?:_|$)/u;
