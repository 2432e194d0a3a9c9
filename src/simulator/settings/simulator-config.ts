import { integerFrom } from "../../stats/index.ts";
import { asNumber, asText, definedOnly, dig } from "../../wire/index.ts";
import { readServerRules, RULE_NAMES } from "./read-server-rules.ts";
import { fieldReader, requireNames } from "./require-setting.ts";
import type { ServerRules } from "./server-rules.ts";
import type { Settings } from "./settings.ts";
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

/**
 * Setting names of llm-d-inference-sim. Its times are milliseconds or durations such as `200ms`; its standard
 * deviations are times, ours are shares of the mean.
 *
 * @see {@link https://github.com/llm-d/llm-d-inference-sim}
 */
const LLM_D_NAMES = [
  "time-to-first-token",
  "time-to-first-token-std-dev",
  "inter-token-latency",
  "inter-token-latency-std-dev",
  "prefill-overhead",
  "prefill-time-per-token",
] as const;

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
  const purpose = "configure the simulator";
  const names = ["port", "host", "seed", "truth", ...RULE_NAMES, ...LLM_D_NAMES, "max-num-seqs"];
  requireNames(purpose, value, names);
  const { field, number } = fieldReader(purpose, value);
  const text = (name: string) => field(name, "a string", (setting) => asText(setting) || undefined);
  const rules = readServerRules(
    Object.fromEntries(RULE_NAMES.map((name) => [name, dig(value, name)])),
  );
  // llm-d's name for the same rule.
  const { maxStreams = rules.maxStreams } = readServerRules({
    maxStreams: dig(value, "max-num-seqs"),
  });
  return definedOnly({
    port: number("port", integerFrom(0, 65_535)),
    seed: number("seed", integerFrom(0)),
    host: text("host"),
    truth: text("truth"),
    rules: {
      ...definedOnly({ ...rules, maxStreams }),
      settings: { ...readLlmDSettings(value), ...rules.settings },
    },
  });
}

/** Translates llm-d's settings into ours. Its times are normally distributed, so the shape is `normal`. */
function readLlmDSettings(config: unknown): Partial<Settings> {
  const { field } = fieldReader("simulate the model", config);
  const ms = (name: (typeof LLM_D_NAMES)[number]) =>
    field(name, "a time in milliseconds, or as in 200ms", readMs);
  const sigma = (
    name: "time-to-first-token" | "inter-token-latency",
    meanMs: number | undefined,
  ) => {
    const deviationMs = ms(`${name}-std-dev`);
    if (deviationMs === undefined) return undefined;
    if (meanMs !== undefined && meanMs > 0) return deviationMs / meanMs;
    throw new SimulationError(
      `Cannot simulate the model as ${name}-std-dev needs its mean: set ${name}`,
    );
  };
  // With a cost per prompt token, the overhead is the time of an empty prompt.
  const ttftMs = ms("time-to-first-token") ?? ms("prefill-overhead");
  const itlMs = ms("inter-token-latency");
  const ttftSigma = sigma("time-to-first-token", ttftMs);
  const tokenSigma = sigma("inter-token-latency", itlMs);
  return definedOnly({
    ttftMs,
    itlMs,
    promptTokenMs: ms("prefill-time-per-token"),
    ttftSigma,
    tokenSigma,
    shape: ttftSigma === undefined && tokenSigma === undefined ? undefined : ("normal" as const),
  });
}

function readMs(value: unknown): number | undefined {
  const [, number, unit] = /^([\d.]+)(ms|s)?$/u.exec(asText(value) ?? "") ?? [];
  const ms =
    number === undefined ? asNumber(value) : asNumber(Number(number) * (unit === "s" ? 1000 : 1));
  return ms !== undefined && ms >= 0 ? ms : undefined;
}
