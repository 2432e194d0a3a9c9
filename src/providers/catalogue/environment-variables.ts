/** The environment's variables by name, as `process.env` has them. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** A variable that is set to something. */
export interface SetVariable {
  readonly name: string;
  /** Without the line feed that a file leaves at its end: a header would refuse it, and quote it. */
  readonly value: string;
}

/** The first of the variables that is set to more than blanks. */
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
