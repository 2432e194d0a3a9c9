import { integerFrom } from "../../stats/index.ts";
import { asList, asNumber, definedOnly } from "../../wire/index.ts";
import { listProfileNames, profiles } from "./profile.ts";
import { fieldReader, requireNames } from "./require-setting.ts";
import { readFault } from "./scenario.ts";
import { ROUTER_POLICIES, type ServerRules } from "./server-rules.ts";
import { readSettings } from "./settings.ts";
import { isJsonObject } from "../json-object.ts";

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
  requireNames("set the rules", value, RULE_NAMES);
  const { field, number } = fieldReader("set the rules", value);
  // In YAML, a name without a value is null.
  const settings = field("settings", "an object", (rule) => [rule ?? {}].find(isJsonObject));
  const faults = field("faults", "a list", (rule) => {
    return Array.isArray(rule ?? []) ? asList(rule) : undefined;
  });
  return definedOnly({
    fallback: field(
      "fallback",
      `one of ${listProfileNames()}`,
      (name) => profiles.find(({ id }) => id === name)?.id,
    ),
    settings: readSettings(settings ?? {}),
    faults: (faults ?? []).map((fault) => readFault(String(fault))),
    maxStreams: number("maxStreams", integerFrom(1)),
    workers: number("workers", integerFrom(1)),
    cacheTokens: number("cacheTokens", integerFrom(0)),
    routing: field("routing", `one of ${ROUTER_POLICIES.join(", ")}`, (name) =>
      ROUTER_POLICIES.find((policy) => policy === name),
    ),
    gapsMs: field("gapsMs", "a list of numbers from 0, not all 0", readGaps),
  });
}

function readGaps(value: unknown): readonly number[] | undefined {
  const gapsMs = asList(value).flatMap((gap) => asNumber(gap) ?? []);
  const isValid =
    gapsMs.length === asList(value).length &&
    gapsMs.every((gapMs) => gapMs >= 0) &&
    gapsMs.some((gapMs) => gapMs > 0);
  return isValid ? gapsMs : undefined;
}
