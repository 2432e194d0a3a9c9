/** Environment variables by name, as in `process.env`. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** A variable with a value. */
export interface SetVariable {
  readonly name: string;
  /** Without surrounding whitespace: a header would reject a trailing line feed, and the error would quote it. */
  readonly value: string;
}

/** Returns the first variable that is set; whitespace alone counts as unset. */
export function firstSet(
  names: readonly string[],
  environment: EnvironmentVariables,
): SetVariable | undefined {
  for (const name of names) {
    const value = environment[name]?.trim() ?? "";
    if (value !== "") return { name, value };
  }
  return undefined;
}
