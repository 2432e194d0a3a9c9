import { asCount, asList, asNumber, asText, definedOnly, dig } from "../../wire/index.ts";
import { listProfileNames, profiles } from "./profile.ts";
import { readFault } from "./scenario.ts";
import { ROUTER_POLICIES, type RouterPolicy, type ServerRules } from "./server-rules.ts";
import { readSettings } from "./settings.ts";
import { isJsonObject } from "../json-object.ts";
import { SimulationError } from "../simulation-error.ts";

/** Names of the rules that a configuration may set. */
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
 * Reads the rules for all models of a server from a configuration or a request body.
 *
 * @param value Untrusted value, as in
 * `{ "fallback": "gpt-4o", "settings": { "itlMs": 5 }, "faults": ["cut@after=3"], "maxStreams": 8 }`.
 * @returns Without keys for rules that are not set, so that it can be spread over other rules.
 * @throws {SimulationError} When a name is unknown or a value is out of range.
 *
 * @example
 * ```ts
 * readServerRules({ settings: { itlMs: 5 } }).settings; // { "itlMs": 5 }
 * ```
 */
export function readServerRules(value: unknown): ServerRules {
  requireKnownNames(value);
  const settings = dig(value, "settings") ?? {};
  return definedOnly({
    fallback: readFallback(dig(value, "fallback")),
    settings: readSettings(typeof settings === "object" ? { ...settings } : {}),
    faults: asList(dig(value, "faults")).map((fault) => readFault(asText(fault) ?? String(fault))),
    maxStreams: readCount(value, "maxStreams", 1),
    workers: readCount(value, "workers", 1),
    cacheTokens: readCount(value, "cacheTokens", 0),
    routing: readPolicy(dig(value, "routing")),
    gapsMs: readGaps(dig(value, "gapsMs")),
  });
}

function readCount(rules: unknown, name: string, least: number): number | undefined {
  const value = dig(rules, name);
  const count = asCount(value);
  if (value === undefined || (count !== undefined && count >= least)) return count;
  throw ruleError(name, `a whole number from ${least}`, value);
}

function readGaps(value: unknown): readonly number[] | undefined {
  if (value === undefined) return undefined;
  const gapsMs = asList(value).flatMap((gap) => asNumber(gap) ?? []);
  const isList = Array.isArray(value) && gapsMs.length === value.length && gapsMs.length > 0;
  if (isList && gapsMs.every((gapMs) => gapMs >= 0) && gapsMs.some((gapMs) => gapMs > 0)) {
    return gapsMs;
  }
  throw ruleError("gapsMs", "a list of numbers from 0, not all 0", value);
}

function readPolicy(value: unknown): RouterPolicy | undefined {
  if (value === undefined) return undefined;
  const policy = ROUTER_POLICIES.find((one) => one === value);
  if (policy !== undefined) return policy;
  throw ruleError("routing", `one of ${ROUTER_POLICIES.join(", ")}`, value);
}

function readFallback(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const profile = profiles.find(({ id }) => id === value);
  if (profile !== undefined) return profile.id;
  throw ruleError("fallback", `one of ${listProfileNames()}`, value);
}

function requireKnownNames(value: unknown): void {
  if (!isJsonObject(value)) {
    throw new SimulationError(
      `Cannot set the rules as they must be an object: current value is ${JSON.stringify(value)}`,
    );
  }
  const unknown = Object.keys(value).find((name) => !RULE_NAMES.includes(name));
  if (unknown === undefined) return;
  throw new SimulationError(
    `Cannot set the rules as their names must be among ${RULE_NAMES.join(", ")}: current value is "${unknown}"`,
  );
}

function ruleError(name: string, requirement: string, value: unknown): SimulationError {
  return new SimulationError(
    `Cannot set the rules as ${name} must be ${requirement}: current value is ${JSON.stringify(value)}`,
  );
}
