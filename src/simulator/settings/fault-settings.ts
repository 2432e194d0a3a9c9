import { SimulationError } from "../simulation-error.ts";

/** The settings of one fault, as they stand behind its `@`: asked for one by one. */
export interface FaultSettings {
  /** @throws {SimulationError} When it is given and is not a number from 0. */
  number<Default extends number | undefined>(name: string, otherwise: Default): number | Default;
  /** The first word is the one that is taken where none is given. */
  word<Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word;
  /** A status of HTTP that is an error. */
  status(name: string, otherwise: number): number;
  /** @throws {SimulationError} When something was given that nobody has asked for. */
  rejectUnknown(): void;
}

/** Reads `name=value,name=value`. */
export function faultSettings(kind: string, text: string): FaultSettings {
  const given = new Map<string, string>();
  for (const part of text.split(",")) {
    if (part === "") continue;
    const place = part.indexOf("=");
    if (place === -1) given.set(part, "");
    else given.set(part.slice(0, place), part.slice(place + 1));
  }
  const asked: string[] = [];

  function take(name: string): string | undefined {
    asked.push(name);
    return given.get(name);
  }

  const bad = (name: string, rule: string, value: string) =>
    new SimulationError(
      `Cannot simulate the fault ${kind} as ${name} must be ${rule}: current value is ${value}`,
    );

  const settings: FaultSettings = {
    number(name, otherwise) {
      const value = take(name);
      if (value === undefined) return otherwise;
      const number = value === "" ? Number.NaN : Number(value);
      if (Number.isFinite(number) && number >= 0) return number;
      throw bad(name, "a number from 0", JSON.stringify(value));
    },
    word(name, words) {
      const value = take(name);
      const word = value === undefined ? words[0] : words.find((one) => one === value);
      if (word !== undefined) return word;
      throw bad(name, `one of ${words.join(", ")}`, JSON.stringify(value));
    },
    status(name, otherwise) {
      const code = settings.number(name, otherwise);
      if (Number.isInteger(code) && code >= 400 && code <= 599) return code;
      throw bad(name, "a whole number from 400 to 599", String(code));
    },
    rejectUnknown() {
      for (const [name, value] of given) {
        if (asked.includes(name)) continue;
        throw new SimulationError(
          `Cannot simulate the fault ${kind} as its settings must be among ${asked.join(", ")}: current value is "${name}=${value}"`,
        );
      }
    },
  };
  return settings;
}
