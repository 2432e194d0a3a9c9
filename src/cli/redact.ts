/**
 * Takes keys out of a text: the values of all variables whose names have `_API_KEY`, `_TOKEN` or `_SECRET` in
 * them. The last line of defence, for errors of libraries that quote what they were given.
 */
export function redact(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return secretsIn(environment).reduce(
    (clean, { name, value }) => clean.replaceAll(value, `[${name}]`),
    text,
  );
}

/**
 * Shorter ones are placeholders such as `none` or `true`, and words of any text: written over, a line of JSON
 * would be none.
 */
const SHORTEST_SECRET_CHARS = 8;

/** The environment's keys. */
export function secretsIn(
  environment: Readonly<Record<string, string | undefined>>,
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
