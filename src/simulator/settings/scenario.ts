import type { Trace } from "../../events/index.ts";
import { type Fault, faultReaders, type LikelyFault } from "./fault.ts";
import { faultSettings } from "./fault-settings.ts";
import { listProfileNames, type Profile, profiles } from "./profile.ts";
import type { RouterPolicy } from "./server-rules.ts";
import { readSettings, type Settings } from "./settings.ts";
import { SimulationError } from "../simulation-error.ts";

/** What a model's name asks for: how fast to answer, and what to do wrong. */
export interface Scenario {
  readonly profile: Profile;
  readonly faults: readonly LikelyFault[];
}

/** What holds for all models of a server. */
export interface ServerRules {
  /** The profile of models whose names are none; without it they are unknown. */
  readonly fallback?: string | undefined;
  /** Settings that come before those of the profiles; a name's own come before these. */
  readonly settings?: Partial<Settings>;
  /** Faults of every request, before its own. */
  readonly faults?: readonly LikelyFault[];
  /** How many answers there may be at once; more are refused with 429. */
  readonly maxStreams?: number;
  /** Measured gaps between tokens, in milliseconds: what the shape `empirical` draws from. */
  readonly gapsMs?: readonly number[];
  /** Recorded streams: what the timing `trace` plays. */
  readonly traces?: readonly Trace[];
  /** How many machines there are for each model. @defaultValue `1` */
  readonly workers?: number;
  /** How many tokens of prompts each of them remembers; 0 for none. @defaultValue `0` */
  readonly cacheTokens?: number;
  /** How a machine is chosen for a request. @defaultValue `"kv"` */
  readonly routing?: RouterPolicy;
}

/**
 * Reads a model's name: a profile, its settings, faults.
 *
 * ```
 * fixed                                  a profile as it is
 * fixed:ttftMs=200,itlMs=20              with settings
 * hosted-fast+cut@after=20,how=rst       with a fault
 * hosted-fast+status@code=429,retryAfterMs=300,times=1
 * hosted-fast+stall@after=5,rate=0.1     for one request in ten, by seeded chance
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
export function readScenario(model: string, rules: ServerRules = {}): Scenario {
  const [base = "", ...faults] = model.split("+");
  const [name, settings = ""] = splitOnce(base, ":");
  return {
    profile: {
      ...profileOf(name, rules.fallback),
      ...rules.settings,
      ...readSettings(splitSettings(settings)),
    },
    faults: [...(rules.faults ?? []), ...faults.map(readFault)],
  };
}

function profileOf(name: string, fallback: string | undefined): Profile {
  const found =
    profiles.find(({ id }) => id === name) ?? profiles.find(({ id }) => id === fallback);
  if (found !== undefined) return found;
  throw new SimulationError(
    `Cannot simulate the model as its profile must be one of ${listProfileNames()}: current value is "${name}"`,
    { status: 404 },
  );
}

/** Settings as a model's name has them: `name=value,name=value`. */
export function splitSettings(text: string): Record<string, string> {
  const parts = text.split(",").filter((part) => part !== "");
  return Object.fromEntries(
    parts.map((part) => {
      const [name, value = ""] = splitOnce(part, "=");
      return [name, value] as const;
    }),
  );
}

/**
 * Reads one fault with its settings.
 *
 * @param text As in `cut@after=3,how=rst`.
 * @throws {SimulationError} When a word is unknown or a number is out of range.
 *
 * @example
 * ```ts
 * readFault("stall@after=5,forMs=300,rate=0.1").rate; // 0.1
 * ```
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
  settings.rejectUnknown();
  return { fault, rate };
}

function isFaultKind(word: string): word is Fault["kind"] {
  return Object.hasOwn(faultReaders, word);
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const place = text.indexOf(mark);
  return place === -1 ? [text, undefined] : [text.slice(0, place), text.slice(place + 1)];
}
