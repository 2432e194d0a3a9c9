import { SimulationError } from "../simulation-error.ts";

/** Reader of the settings that follow the `@` of a fault. */
export interface FaultSettings {
  /** @throws {SimulationError} When the value is not a number from 0. */
  number<Default extends number | undefined>(name: string, fallback: Default): number | Default;
  /** Returns one of `values`; the first if the setting is absent. */
  choice<Value extends string>(name: string, values: readonly [Value, ...Value[]]): Value;
  /** Returns an HTTP error status. */
  status(name: string, fallback: number): number;
  /** @throws {SimulationError} When there is a setting that was not read before. */
  rejectUnknown(): void;
}

/** Parses `name=value,name=value`. */
export function faultSettings(kind: string, text: string): FaultSettings {
  const values = new Map<string, string>(Object.entries(splitSettings(text)));
  const known: string[] = [];

  function read(name: string): string | undefined {
    known.push(name);
    return values.get(name);
  }

  const invalid = (name: string, requirement: string, value: string) =>
    new SimulationError(
      `Cannot simulate the fault ${kind} as ${name} must be ${requirement}: current value is ${value}`,
    );

  const settings: FaultSettings = {
    number(name, fallback) {
      const value = read(name);
      if (value === undefined) return fallback;
      const number = value === "" ? Number.NaN : Number(value);
      if (Number.isFinite(number) && number >= 0) return number;
      throw invalid(name, "a number from 0", JSON.stringify(value));
    },
    choice(name, choices) {
      const value = read(name);
      const choice = value === undefined ? choices[0] : choices.find((one) => one === value);
      if (choice !== undefined) return choice;
      throw invalid(name, `one of ${choices.join(", ")}`, JSON.stringify(value));
    },
    status(name, fallback) {
      const code = settings.number(name, fallback);
      if (Number.isInteger(code) && code >= 400 && code <= 599) return code;
      throw invalid(name, "a whole number from 400 to 599", String(code));
    },
    rejectUnknown() {
      for (const [name, value] of values) {
        if (known.includes(name)) continue;
        throw new SimulationError(
          `Cannot simulate the fault ${kind} as its settings must be among ${known.join(", ")}: current value is "${name}=${value}"`,
        );
      }
    },
  };
  return settings;
}

/** Parses `name=value,name=value` into strings. */
export function splitSettings(text: string): Record<string, string> {
  const parts = text.split(",").filter((part) => part !== "");
  return Object.fromEntries(
    parts.map((part) => {
      const [name, value = ""] = splitOnce(part, "=");
      return [name, value] as const;
    }),
  );
}

/** Splits a string at the first `mark`. */
export function splitOnce(text: string, mark: string): [string, string | undefined] {
  const index = text.indexOf(mark);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
