/**
 * Takes keys out of a text: the values of all variables whose names end in `_API_KEY`, `_TOKEN` or
 * `_SECRET`. The last line of defence, for errors of libraries that quote what they were given.
 */
export function redact(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return Object.entries(environment).reduce((clean, [name, value]) => {
    const isSecret =
      /_(?:API_KEY|TOKEN|SECRET)$/u.test(name) && value !== undefined && value.length >= 4;
    return isSecret ? clean.replaceAll(value, `[${name}]`) : clean;
  }, text);
}
