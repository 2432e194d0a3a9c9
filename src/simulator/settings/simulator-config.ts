import { asCount, asText, dig } from "../../wire/index.ts";
import { LLM_D_NAMES, readLlmDSettings } from "./llm-d-names.ts";
import { readServerRules, RULE_NAMES } from "./read-server-rules.ts";
import type { ServerRules } from "./scenario.ts";
import { SimulationError } from "../simulation-error.ts";

/** All that a file may say of a simulator. */
export interface SimulatorConfig {
  readonly port?: number;
  readonly host?: string;
  readonly seed?: number;
  /** Where the record of every request goes. */
  readonly truth?: string;
  readonly rules: ServerRules;
}

const OWN_NAMES = ["port", "host", "seed", "truth"];

/** What llm-d-inference-sim calls the limit of answers at once. */
const LLM_D_LIMIT = "max-num-seqs";

/**
 * Reads a simulator's configuration: `port`, `host`, `seed`, `truth`, `fallback`, `settings`, `faults`,
 * `maxStreams`, and the names of llm-d-inference-sim for the settings that it has too.
 *
 * @param given A value from outside, as YAML or JSON say it.
 * @throws {SimulationError} When a name is unknown or a value is out of range.
 *
 * @example
 * ```ts
 * readSimulatorConfig({ port: 8000, "inter-token-latency": "20ms" }).rules.settings; // { "itlMs": 20 }
 * ```
 */
export function readSimulatorConfig(given: unknown): SimulatorConfig {
  const entries = entriesOf(given);
  const among = (names: readonly string[]) =>
    Object.fromEntries(entries.filter(([name]) => names.includes(name)));
  const known = [...OWN_NAMES, ...RULE_NAMES, ...LLM_D_NAMES, LLM_D_LIMIT];
  const unknown = entries.find(([name]) => !known.includes(name));
  if (unknown !== undefined) {
    throw new SimulationError(
      `Cannot configure the simulator as names must be among ${known.join(", ")}: current value is "${unknown[0]}"`,
    );
  }
  const rules = readServerRules(among(RULE_NAMES));
  const maxStreams = dig(given, LLM_D_LIMIT);
  return {
    ...ownIn(given),
    rules: {
      ...rules,
      ...(maxStreams === undefined ? {} : readLimit(maxStreams)),
      settings: { ...readLlmDSettings(among(LLM_D_NAMES)), ...rules.settings },
    },
  };
}

function entriesOf(given: unknown): [string, unknown][] {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) {
    return Object.entries(given);
  }
  throw new SimulationError(
    `Cannot configure the simulator as the configuration must be an object: current value is ${JSON.stringify(given)}`,
  );
}

function readLimit(maxStreams: unknown): Pick<ServerRules, "maxStreams"> {
  const { maxStreams: limit } = readServerRules({ maxStreams });
  return limit === undefined ? {} : { maxStreams: limit };
}

function ownIn(given: unknown): Omit<SimulatorConfig, "rules"> {
  const port = countIn(given, "port", 65_535);
  const seed = countIn(given, "seed", Number.MAX_SAFE_INTEGER);
  const host = textIn(given, "host");
  const truth = textIn(given, "truth");
  return {
    ...(port === undefined ? {} : { port }),
    ...(seed === undefined ? {} : { seed }),
    ...(host === undefined ? {} : { host }),
    ...(truth === undefined ? {} : { truth }),
  };
}

function countIn(given: unknown, name: string, most: number): number | undefined {
  const value = dig(given, name);
  const count = asCount(value);
  if (value === undefined || (count !== undefined && count <= most)) return count;
  throw new SimulationError(
    `Cannot configure the simulator as ${name} must be a whole number from 0 to ${most}: current value is ${JSON.stringify(value)}`,
  );
}

function textIn(given: unknown, name: string): string | undefined {
  const value = dig(given, name);
  const text = asText(value);
  if (value === undefined || (text !== undefined && text !== "")) return text;
  throw new SimulationError(
    `Cannot configure the simulator as ${name} must be text: current value is ${JSON.stringify(value)}`,
  );
}
