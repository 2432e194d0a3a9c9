import {
  readServerRules,
  readSettings,
  readSimulatorConfig,
  type ServerRules,
  type SimulatorConfig,
} from "../../simulator/index.ts";
import { definedOnly } from "../../wire/index.ts";
import { UsageError } from "./usage-error.ts";

export interface SimulatorFlags {
  readonly port: number | undefined;
  readonly seed: number | undefined;
  readonly maxStreams: number | undefined;
  readonly workers?: number | undefined;
  readonly cacheTokens?: number | undefined;
  readonly routing?: string | undefined;
  readonly host?: string | undefined;
  readonly truth?: string | undefined;
  readonly fallback?: string | undefined;
  /** Each as in `itlMs=5`. */
  readonly set?: readonly string[] | undefined;
  /** Each as in `cut@after=3`. */
  readonly fault?: readonly string[] | undefined;
}

/**
 * Merges a configuration file and the command line, which takes precedence; faults of both apply.
 *
 * @param file The parsed file, unchecked.
 * @throws {SimulationError} When a name is unknown or a value is out of range.
 * @throws {UsageError} When a setting is not of the form name=value.
 */
export function readSimulatorFlags(flags: SimulatorFlags, file: unknown): SimulatorConfig {
  const config = readSimulatorConfig(file);
  const { port, seed, host, truth } = flags;
  return {
    ...config,
    ...definedOnly({ port, seed, host, truth }),
    rules: rulesOf(flags, config.rules),
  };
}

function rulesOf(flags: SimulatorFlags, fileRules: ServerRules): ServerRules {
  const { fallback, maxStreams, workers, cacheTokens, routing, fault = [], set = [] } = flags;
  const flagRules = readServerRules({
    ...definedOnly({ fallback, maxStreams, workers, cacheTokens, routing }),
    faults: fault,
  });
  return {
    ...fileRules,
    ...flagRules,
    settings: { ...fileRules.settings, ...readSettings(Object.fromEntries(set.map(pairIn))) },
    faults: [...(fileRules.faults ?? []), ...(flagRules.faults ?? [])],
  };
}

function pairIn(text: string): [name: string, value: string] {
  const index = text.indexOf("=");
  if (index > 0) return [text.slice(0, index), text.slice(index + 1)];
  throw new UsageError(
    `Cannot use --set as it must be name=value, as in itlMs=5: current value is "${text}"`,
  );
}
