import type { Fault } from "./fault.ts";
import { type Profile, profiles } from "./profile.ts";
import { SimulationError } from "./simulation-error.ts";

/** What a model's name asks for: how fast to answer, and what to do wrong. */
export interface Scenario {
  readonly profile: Profile;
  readonly faults: readonly Fault[];
}

/** Numbers of a profile that a name may set. */
const SETTINGS = [
  "ttftMs",
  "promptTokenMs",
  "itlMs",
  "ttftSigma",
  "requestSigma",
  "tokenSigma",
  "stallsPerThousand",
  "stallMs",
] as const;

/**
 * Reads a model's name: a profile, its settings, faults.
 *
 * ```
 * fixed                                  a profile as it is
 * fixed:ttftMs=200,itlMs=20              with settings
 * hosted-fast+cut@after=20,how=rst       with a fault: cut, stall or status
 * hosted-fast+status@code=429,retryAfterMs=300,times=1
 * ```
 *
 * @throws {SimulationError} When a word is unknown or a number is out of range.
 *
 * @example
 * ```ts
 * readScenario("fixed:itlMs=5+cut@after=3").faults; // [{ "kind": "cut", "after": 3, "how": "clean" }]
 * ```
 */
export function readScenario(model: string): Scenario {
  const [base = "", ...faults] = model.split("+");
  const [name, settings] = splitOnce(base, ":");
  const profile = profiles.find(({ id }) => id === name);
  if (profile === undefined) {
    const names = profiles.map(({ id }) => id).join(", ");
    throw new SimulationError(
      `Cannot simulate the model as its profile must be one of ${names}: current value is "${name}"`,
    );
  }
  return {
    profile: { ...profile, ...numbersIn(settings, SETTINGS) },
    faults: faults.map(readFault),
  };
}

function readFault(text: string): Fault {
  const [kind, rest] = splitOnce(text, "@");
  switch (kind) {
    case "cut": {
      const { how, numbers } = wordIn(rest);
      return { kind, after: numbersIn(numbers, ["after"]).after ?? 10, how };
    }
    case "stall": {
      const { after = 10, forMs = 60_000 } = numbersIn(rest, ["after", "forMs"]);
      return { kind, after, forMs };
    }
    case "status":
      return readStatus(rest);
    default:
      throw new SimulationError(
        `Cannot simulate the fault as it must be one of cut, stall, status: current value is "${kind}"`,
      );
  }
}

function readStatus(rest: string | undefined): Fault {
  const settings = numbersIn(rest, ["code", "retryAfterMs", "times"]);
  const { code = 503, retryAfterMs, times = 1 } = settings;
  if (Number.isInteger(code) && code >= 400 && code <= 599) {
    return { kind: "status", code, retryAfterMs, times };
  }
  throw new SimulationError(
    `Cannot simulate the fault as code must be a whole number from 400 to 599: current value is ${code}`,
  );
}

/** Takes `how=…` out of a cut's settings. */
function wordIn(rest: string | undefined): { how: "clean" | "fin" | "rst"; numbers: string } {
  const parts = (rest ?? "").split(",").filter((part) => part !== "");
  const how = parts.find((part) => part.startsWith("how="))?.slice(4) ?? "clean";
  if (how !== "clean" && how !== "fin" && how !== "rst") {
    throw new SimulationError(
      `Cannot simulate the cut as how must be one of clean, fin, rst: current value is "${how}"`,
    );
  }
  return { how, numbers: parts.filter((part) => !part.startsWith("how=")).join(",") };
}

function numbersIn<Name extends string>(
  text: string | undefined,
  names: readonly Name[],
): Partial<Record<Name, number>> {
  const numbers: Partial<Record<Name, number>> = {};
  for (const part of (text ?? "").split(",")) {
    if (part === "") continue;
    const [word, value = ""] = splitOnce(part, "=");
    const name = names.find((known) => known === word);
    if (name === undefined) {
      throw new SimulationError(
        `Cannot simulate the model as a setting must be one of ${names.join(", ")}: current value is "${word}"`,
      );
    }
    const number = value === "" ? Number.NaN : Number(value);
    if (!(Number.isFinite(number) && number >= 0)) {
      throw new SimulationError(
        `Cannot simulate the model as ${name} must be a number from 0: current value is "${value}"`,
      );
    }
    numbers[name] = number;
  }
  return numbers;
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const place = text.indexOf(mark);
  return place === -1 ? [text, undefined] : [text.slice(0, place), text.slice(place + 1)];
}
