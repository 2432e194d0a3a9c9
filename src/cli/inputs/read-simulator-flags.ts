import {
  readServerRules,
  readSettings,
  readSimulatorConfig,
  type ServerRules,
  type SimulatorConfig,
} from "../../simulator/index.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line says of a simulator, its numbers read. */
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
 * A simulator's configuration: what a file says, and over it what the command line says; faults add up.
 *
 * @param file A value from outside.
 * @throws {SimulationError} When a name is unknown or a value is out of range.
 * @throws {UsageError} When a setting is not written as one.
 */
export function configOf(flags: SimulatorFlags, file: unknown): SimulatorConfig {
  const config = readSimulatorConfig(file);
  const { port, seed, host, truth } = flags;
  return {
    ...config,
    ...(port === undefined ? {} : { port }),
    ...(seed === undefined ? {} : { seed }),
    ...(host === undefined ? {} : { host }),
    ...(truth === undefined ? {} : { truth }),
    rules: rulesOf(flags, config.rules),
  };
}

function rulesOf(flags: SimulatorFlags, ofFile: ServerRules): ServerRules {
  const { fallback, maxStreams, workers, cacheTokens, routing, fault = [], set = [] } = flags;
  const given = { fallback, maxStreams, workers, cacheTokens, routing };
  const said = readServerRules({
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    faults: fault,
  });
  return {
    ...ofFile,
    ...said,
    settings: { ...ofFile.settings, ...readSettings(Object.fromEntries(set.map(pairIn))) },
    faults: [...(ofFile.faults ?? []), ...(said.faults ?? [])],
  };
}

function pairIn(text: string): [name: string, value: string] {
  const place = text.indexOf("=");
  if (place > 0) return [text.slice(0, place), text.slice(place + 1)];
  throw new UsageError(
    `Cannot use --set as it must be a name and a value, as in itlMs=5: current value is "${text}"`,
  );
}
