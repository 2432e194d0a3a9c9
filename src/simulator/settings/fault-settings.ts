import { numberFrom } from "../../stats/index.ts";
import { SimulationError } from "../simulation-error.ts";

/** Reader of the settings that follow the `@` of a fault. */
export type FaultSettings = ReturnType<typeof faultSettings>;

/** Parses `name=value,name=value`. The reader throws a `SimulationError` for invalid values. */
export function faultSettings(kind: string, text: string) {
  const values = new Map(Object.entries(splitSettings(text)));
  const known: string[] = [];

  function read(name: string): string | undefined {
    known.push(name);
    return values.get(name);
  }

  const invalid = (name: string, requirement: string, value: string) =>
    new SimulationError(
      `Cannot simulate the fault ${kind} as ${name} must be ${requirement}: current value is ${value}`,
    );

  const settings = {
    number<Default extends number | undefined>(
      name: string,
      fallback: Default,
      most = Number.MAX_VALUE,
    ): number | Default {
      const value = read(name);
      if (value === undefined) return fallback;
      const { words, holds } = numberFrom(0, most);
      const number = value === "" ? Number.NaN : Number(value);
      if (holds(number)) return number;
      throw invalid(name, words, JSON.stringify(value));
    },
    /** Returns one of `choices`; the first if the setting is absent. */
    choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
      const value = read(name);
      const choice = value === undefined ? choices[0] : choices.find((one) => one === value);
      if (choice !== undefined) return choice;
      throw invalid(name, `one of ${choices.join(", ")}`, JSON.stringify(value));
    },
    /** Returns an HTTP error status. */
    status(name: string, fallback: number): number {
      const code = settings.number(name, fallback);
      if (Number.isInteger(code) && code >= 400 && code <= 599) return code;
      throw invalid(name, "a whole number from 400 to 599", String(code));
    },
    /** Throws for a setting that was not read before. */
    rejectUnknown(): void {
      for (const [name, value] of values) {
        if (known.includes(name)) continue;
        throw invalid("its settings", `among ${known.join(", ")}`, `"${name}=${value}"`);
      }
    },
  };
  return settings;
}

export function splitSettings(text: string): Record<string, string> {
  const parts = text.split(",").filter((part) => part !== "");
  const pairs = parts.map((part) => splitOnce(part, "="));
  return Object.fromEntries(pairs.map(([name, value = ""]) => [name, value]));
}

export function splitOnce(text: string, mark: string): [string, string | undefined] {
  const index = text.indexOf(mark);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
