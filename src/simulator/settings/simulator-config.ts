import { asCount, asText, definedOnly, dig } from "../../wire/index.ts";
import { LLM_D_NAMES, readLlmDSettings } from "./llm-d-names.ts";
import { readServerRules, RULE_NAMES } from "./read-server-rules.ts";
import type { ServerRules } from "./server-rules.ts";
import { isJsonObject } from "../json-object.ts";
import { SimulationError } from "../simulation-error.ts";

/** Configuration file of a simulator. */
export interface SimulatorConfig {
  readonly port?: number;
  readonly host?: string;
  readonly seed?: number;
  /** Path of a file for the records of all requests. */
  readonly truth?: string;
  readonly rules: ServerRules;
}

const SERVER_NAMES = ["port", "host", "seed", "truth"];

/** Name of `maxStreams` in llm-d-inference-sim. */
const LLM_D_MAX_STREAMS = "max-num-seqs";

/**
 * Reads a simulator's configuration: `port`, `host`, `seed`, `truth`, the rules of {@link readServerRules}, and the
 * names of llm-d-inference-sim for settings that it shares.
 *
 * @param value Untrusted value, parsed from YAML or JSON.
 * @throws {SimulationError} When a name is unknown or a value is out of range.
 *
 * @example
 * ```ts
 * readSimulatorConfig({ port: 8000, "inter-token-latency": "20ms" }).rules.settings; // { "itlMs": 20 }
 * ```
 */
export function readSimulatorConfig(value: unknown): SimulatorConfig {
  const entries = entriesOf(value);
  const pick = (names: readonly string[]) =>
    Object.fromEntries(entries.filter(([name]) => names.includes(name)));
  const known = [...SERVER_NAMES, ...RULE_NAMES, ...LLM_D_NAMES, LLM_D_MAX_STREAMS];
  const unknown = entries.find(([name]) => !known.includes(name));
  if (unknown !== undefined) {
    throw new SimulationError(
      `Cannot configure the simulator as names must be among ${known.join(", ")}: current value is "${unknown[0]}"`,
    );
  }
  const rules = readServerRules(pick(RULE_NAMES));
  const { maxStreams = rules.maxStreams } = readServerRules({
    maxStreams: dig(value, LLM_D_MAX_STREAMS),
  });
  return definedOnly({
    port: readCount(value, "port", 65_535),
    seed: readCount(value, "seed", Number.MAX_SAFE_INTEGER),
    host: readText(value, "host"),
    truth: readText(value, "truth"),
    rules: {
      ...definedOnly({ ...rules, maxStreams }),
      settings: { ...readLlmDSettings(pick(LLM_D_NAMES)), ...rules.settings },
    },
  });
}

function entriesOf(value: unknown): [string, unknown][] {
  if (isJsonObject(value)) return Object.entries(value);
  throw new SimulationError(
    `Cannot configure the simulator as the configuration must be an object: current value is ${JSON.stringify(value)}`,
  );
}

function readCount(config: unknown, name: string, most: number): number | undefined {
  const value = dig(config, name);
  const count = asCount(value);
  if (value === undefined || (count !== undefined && count <= most)) return count;
  throw new SimulationError(
    `Cannot configure the simulator as ${name} must be a whole number from 0 to ${most}: current value is ${JSON.stringify(value)}`,
  );
}

function readText(config: unknown, name: string): string | undefined {
  const value = dig(config, name);
  const text = asText(value);
  if (value === undefined || (text !== undefined && text !== "")) return text;
  throw new SimulationError(
    `Cannot configure the simulator as ${name} must be a string: current value is ${JSON.stringify(value)}`,
  );
}
