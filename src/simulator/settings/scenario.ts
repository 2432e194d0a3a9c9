import { definedOnly } from "../../wire/index.ts";
import { faultReaders, type LikelyFault } from "./fault.ts";
import { faultSettings, splitOnce, splitSettings } from "./fault-settings.ts";
import { listProfileNames, type Profile, profiles } from "./profile.ts";
import type { ServerRules } from "./server-rules.ts";
import { readSettings } from "./settings.ts";
import { SimulationError } from "../simulation-error.ts";

/** The profile and faults that a model name selects. */
export interface Scenario {
  readonly profile: Profile;
  readonly faults: readonly LikelyFault[];
}

/**
 * Reads a model name: a profile, its settings and faults.
 *
 * ```
 * fixed                                  a profile
 * fixed:ttftMs=200,itlMs=20              with settings
 * hosted-fast+cut@after=20,how=rst       with a fault
 * hosted-fast+status@code=429,retryAfterMs=300,times=1
 * hosted-fast+stall@after=5,rate=0.1     for one request in ten, by seeded chance
 * ```
 *
 * @throws {SimulationError} When a name is unknown or a number is out of range; with the status 404 when the profile
 * is unknown.
 *
 * @example
 * ```ts
 * const [cut] = readScenario("fixed:itlMs=5+cut@after=3").faults;
 * cut; // { "fault": { "kind": "cut", "after": 3, "how": "clean" }, "rate": 1 }
 * ```
 */
export function readScenario(model: string, rules: ServerRules = {}): Scenario {
  const [base = "", ...faults] = model.split("+");
  const [name, settings = ""] = splitOnce(base, ":");
  return {
    profile: {
      ...profileOf(name, rules.fallback),
      ...definedOnly(rules.settings ?? {}),
      ...readSettings(splitSettings(settings)),
    },
    faults: [...(rules.faults ?? []), ...faults.map(readFault)],
  };
}

function profileOf(name: string, fallback: string | undefined): Profile {
  const profile =
    profiles.find(({ id }) => id === name) ?? profiles.find(({ id }) => id === fallback);
  if (profile !== undefined) return profile;
  throw new SimulationError(
    `Cannot simulate the model as its profile must be one of ${listProfileNames()}: current value is "${name}"`,
    { status: 404 },
  );
}

/**
 * Reads one fault with its settings.
 *
 * @param text As in `cut@after=3,how=rst`.
 * @throws {SimulationError} When a name is unknown or a number is out of range.
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
  const likelyFault = { fault: faultReaders[kind](settings), rate: settings.number("rate", 1, 1) };
  settings.rejectUnknown();
  return likelyFault;
}

function isFaultKind(kind: string): kind is keyof typeof faultReaders {
  return Object.hasOwn(faultReaders, kind);
}
