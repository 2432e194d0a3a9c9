import { asCount, asList, asText, dig } from "../wire/index.ts";
import { namesOfProfiles, profiles } from "./profile.ts";
import { readFault, type ServerRules } from "./scenario.ts";
import { readSettings } from "./settings.ts";
import { SimulationError } from "./simulation-error.ts";

/** What rules consist of, by name. */
export const ruleNames: readonly string[] = ["fallback", "settings", "faults", "maxStreams"];

/**
 * Reads what holds for all models of a server, from a configuration or a call.
 *
 * @param given A value from outside, as in
 * `{ "fallback": "gpt-4o", "settings": { "itlMs": 5 }, "faults": ["cut@after=3"], "maxStreams": 8 }`.
 * @throws {SimulationError} When a name is unknown or a value is out of range.
 *
 * @example
 * ```ts
 * readServerRules({ settings: { itlMs: 5 } }).settings; // { "itlMs": 5 }
 * ```
 */
export function readServerRules(given: unknown): ServerRules {
  requireKnownNames(given);
  const fallback = dig(given, "fallback");
  const settings = dig(given, "settings") ?? {};
  const maxStreams = dig(given, "maxStreams");
  return {
    ...(fallback === undefined ? {} : { fallback: profileName(fallback) }),
    settings: readSettings(typeof settings === "object" ? { ...settings } : {}),
    faults: asList(dig(given, "faults")).map((fault) => readFault(asText(fault) ?? String(fault))),
    ...(maxStreams === undefined ? {} : { maxStreams: streamsIn(maxStreams) }),
  };
}

function requireKnownNames(given: unknown): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new SimulationError(
      `Cannot set the rules as they must be an object: current value is ${JSON.stringify(given)}`,
    );
  }
  const unknown = Object.keys(given).find((name) => !ruleNames.includes(name));
  if (unknown === undefined) return;
  throw new SimulationError(
    `Cannot set the rules as their names must be among ${ruleNames.join(", ")}: current value is "${unknown}"`,
  );
}

function profileName(given: unknown): string {
  const found = profiles.find(({ id }) => id === given);
  if (found !== undefined) return found.id;
  throw new SimulationError(
    `Cannot set the rules as fallback must be one of ${namesOfProfiles()}: current value is ${JSON.stringify(given)}`,
  );
}

function streamsIn(given: unknown): number {
  const count = asCount(given);
  if (count !== undefined && count > 0) return count;
  throw new SimulationError(
    `Cannot set the rules as maxStreams must be a whole number from 1: current value is ${JSON.stringify(given)}`,
  );
}
