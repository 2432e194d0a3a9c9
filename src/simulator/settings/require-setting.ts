import { numberProblem, type NumberRule } from "../../stats/index.ts";
import { asNumber, dig } from "../../wire/index.ts";
import { isJsonObject } from "../json-object.ts";
import { SimulationError } from "../simulation-error.ts";

/**
 * `requireNumbers()` for settings that arrive in requests.
 *
 * @throws {SimulationError} With the purpose, the setting, the rule and the value.
 */
export function requireSettings(
  purpose: string,
  settings: Readonly<Record<string, number>>,
  rule: NumberRule,
): void {
  const problem = numberProblem(purpose, settings, rule);
  if (problem !== undefined) throw new SimulationError(problem);
}

/** @throws {SimulationError} When a value is not an object, or has an unknown name. */
export function requireNames(purpose: string, value: unknown, known: readonly string[]): void {
  const fail = (rule: string, current: unknown) => {
    throw new SimulationError(
      `Cannot ${purpose} as ${rule}: current value is ${JSON.stringify(current)}`,
    );
  };
  if (!isJsonObject(value)) return fail("the configuration must be an object", value);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) fail(`names must be among ${known.join(", ")}`, unknown);
}

/**
 * Returns functions that read optional fields of an untrusted object. They throw a `SimulationError` if a field is
 * present and `read` returns `undefined`.
 */
export function fieldReader(purpose: string, object: unknown) {
  function field<T>(name: string, rule: string, read: (value: unknown) => T | undefined) {
    const value = dig(object, name);
    const result = value === undefined ? undefined : read(value);
    if (value === undefined || result !== undefined) return result;
    throw new SimulationError(
      `Cannot ${purpose} as ${name} must be ${rule}: current value is ${JSON.stringify(value)}`,
    );
  }

  return {
    field,
    number: (name: string, { words, holds }: NumberRule) =>
      field(name, words, (value) => [asNumber(value) ?? Number.NaN].find(holds)),
  };
}
