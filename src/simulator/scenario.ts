import { type Fault, faultReaders, type LikelyFault } from "./fault.ts";
import { faultSettings } from "./fault-settings.ts";
import { type Profile, profiles } from "./profile.ts";
import { SimulationError } from "./simulation-error.ts";

/** What a model's name asks for: how fast to answer, and what to do wrong. */
export interface Scenario {
  readonly profile: Profile;
  readonly faults: readonly LikelyFault[];
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
  "reasoningTokens",
] as const;

/**
 * Reads a model's name: a profile, its settings, faults.
 *
 * ```
 * fixed                                  a profile as it is
 * fixed:ttftMs=200,itlMs=20              with settings
 * hosted-fast+cut@after=20,how=rst       with a fault
 * hosted-fast+status@code=429,retryAfterMs=300,times=1
 * hosted-fast+stall@after=5,rate=0.1     for one request in ten, by chance
 * ```
 *
 * @throws {SimulationError} When a word is unknown or a number is out of range; with the status 404 when
 * there is no such profile.
 *
 * @example
 * ```ts
 * const [cut] = readScenario("fixed:itlMs=5+cut@after=3").faults;
 * cut; // { "fault": { "kind": "cut", "after": 3, "how": "clean" }, "rate": 1 }
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
      { status: 404 },
    );
  }
  return {
    profile: { ...profile, ...numbersIn(settings) },
    faults: faults.map(readFault),
  };
}

/**
 * Reads one fault with its settings.
 *
 * @param text As in `cut@after=3,how=rst`.
 * @throws {SimulationError} When a word is unknown or a number is out of range.
 */
export function readFault(text: string): LikelyFault {
  const [kind, rest = ""] = splitOnce(text, "@");
  if (!isFaultKind(kind)) {
    const kinds = Object.keys(faultReaders).join(", ");
    throw new SimulationError(
      `Cannot simulate the fault as it must be one of ${kinds}: current value is "${kind}"`,
    );
  }
  const settings = faultSettings(kind, rest);
  const fault = faultReaders[kind](settings);
  const rate = settings.number("rate", 1);
  if (rate > 1) {
    throw new SimulationError(
      `Cannot simulate the fault ${kind} as rate must be a number from 0 to 1: current value is ${rate}`,
    );
  }
  settings.nothingElse();
  return { fault, rate };
}

function isFaultKind(word: string): word is Fault["kind"] {
  return Object.hasOwn(faultReaders, word);
}

function numbersIn(text = ""): Partial<Record<(typeof SETTINGS)[number], number>> {
  const numbers: Partial<Record<(typeof SETTINGS)[number], number>> = {};
  for (const part of text.split(",")) {
    if (part === "") continue;
    const [word, value = ""] = splitOnce(part, "=");
    const name = SETTINGS.find((known) => known === word);
    if (name === undefined) {
      throw new SimulationError(
        `Cannot simulate the model as a setting must be one of ${SETTINGS.join(", ")}: current value is "${word}"`,
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
