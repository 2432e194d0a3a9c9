import { asCount, asList, asNumber, asText, dig } from "../../wire/index.ts";
import { listProfileNames, profiles } from "./profile.ts";
import { ROUTER_POLICIES, type RouterPolicy } from "./server-rules.ts";
import { readFault, type ServerRules } from "./scenario.ts";
import { readSettings } from "./settings.ts";
import { SimulationError } from "../simulation-error.ts";

/** What rules consist of, by name. */
export const RULE_NAMES: readonly string[] = [
  "fallback",
  "settings",
  "faults",
  "maxStreams",
  "workers",
  "cacheTokens",
  "routing",
  "gapsMs",
];

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
  const routing = dig(given, "routing");
  return {
    ...(fallback === undefined ? {} : { fallback: profileName(fallback) }),
    settings: readSettings(typeof settings === "object" ? { ...settings } : {}),
    faults: asList(dig(given, "faults")).map((fault) => readFault(asText(fault) ?? String(fault))),
    ...countsIn(given),
    ...(routing === undefined ? {} : { routing: policyIn(routing) }),
    ...gapsIn(dig(given, "gapsMs")),
  };
}

/** The least that each count may be. */
const COUNTS = { maxStreams: 1, workers: 1, cacheTokens: 0 } as const;

function countsIn(given: unknown): Pick<ServerRules, keyof typeof COUNTS> {
  let counts: Pick<ServerRules, keyof typeof COUNTS> = {};
  for (const [name, least] of Object.entries(COUNTS)) {
    const value = dig(given, name);
    const count = asCount(value);
    if (value === undefined) continue;
    if (count === undefined || count < least) {
      throw new SimulationError(
        `Cannot set the rules as ${name} must be a whole number from ${least}: current value is ${JSON.stringify(value)}`,
      );
    }
    counts = { ...counts, [name]: count };
  }
  return counts;
}

function gapsIn(given: unknown): Pick<ServerRules, "gapsMs"> {
  if (given === undefined) return {};
  const gapsMs = asList(given).flatMap((gap) => asNumber(gap) ?? []);
  const isList = Array.isArray(given) && gapsMs.length === given.length && gapsMs.length > 0;
  if (isList && gapsMs.every((gapMs) => gapMs >= 0) && gapsMs.some((gapMs) => gapMs > 0)) {
    return { gapsMs };
  }
  throw new SimulationError(
    `Cannot set the rules as gapsMs must be a list of numbers from 0, not all 0: current value is ${JSON.stringify(given)}`,
  );
}

function policyIn(given: unknown): RouterPolicy {
  const policy = ROUTER_POLICIES.find((one) => one === given);
  if (policy !== undefined) return policy;
  throw new SimulationError(
    `Cannot set the rules as routing must be one of ${ROUTER_POLICIES.join(", ")}: current value is ${JSON.stringify(given)}`,
  );
}

function requireKnownNames(given: unknown): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new SimulationError(
      `Cannot set the rules as they must be an object: current value is ${JSON.stringify(given)}`,
    );
  }
  const unknown = Object.keys(given).find((name) => !RULE_NAMES.includes(name));
  if (unknown === undefined) return;
  throw new SimulationError(
    `Cannot set the rules as their names must be among ${RULE_NAMES.join(", ")}: current value is "${unknown}"`,
  );
}

function profileName(given: unknown): string {
  const found = profiles.find(({ id }) => id === given);
  if (found !== undefined) return found.id;
  throw new SimulationError(
    `Cannot set the rules as fallback must be one of ${listProfileNames()}: current value is ${JSON.stringify(given)}`,
  );
}
