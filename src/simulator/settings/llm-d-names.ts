import { asNumber, asText, definedOnly } from "../../wire/index.ts";
import type { Settings } from "./settings.ts";
import { SimulationError } from "../simulation-error.ts";

/**
 * Setting names of llm-d-inference-sim. Its times are milliseconds or durations such as `200ms`; its standard
 * deviations are times, ours are shares of the mean.
 *
 * @see {@link https://github.com/llm-d/llm-d-inference-sim}
 */
export const LLM_D_NAMES = [
  "time-to-first-token",
  "time-to-first-token-std-dev",
  "inter-token-latency",
  "inter-token-latency-std-dev",
  "prefill-overhead",
  "prefill-time-per-token",
] as const;

type LlmDName = (typeof LLM_D_NAMES)[number];

/**
 * Translates llm-d's settings into ours. Its times are normally distributed, so the shape is `normal`.
 *
 * @throws {SimulationError} When a value is not a time, or a standard deviation comes without its mean.
 */
export function readLlmDSettings(values: Readonly<Record<string, unknown>>): Partial<Settings> {
  const ms = (name: LlmDName) =>
    values[name] === undefined ? undefined : readMs(name, values[name]);
  // With a cost per prompt token, the overhead is the time of an empty prompt.
  const ttftMs = ms("time-to-first-token") ?? ms("prefill-overhead");
  const itlMs = ms("inter-token-latency");
  const sigma = (name: LlmDName, meanMs: number | undefined) => shareOf(name, ms(name), meanMs);
  const ttftSigma = sigma("time-to-first-token-std-dev", ttftMs);
  const tokenSigma = sigma("inter-token-latency-std-dev", itlMs);
  return definedOnly({
    ttftMs,
    itlMs,
    promptTokenMs: ms("prefill-time-per-token"),
    ttftSigma,
    tokenSigma,
    shape: ttftSigma === undefined && tokenSigma === undefined ? undefined : ("normal" as const),
  });
}

function readMs(name: LlmDName, value: unknown): number {
  const [, number = "", unit] = /^([\d.]+)(ms|s)?$/u.exec(asText(value) ?? "") ?? [];
  const ms =
    asNumber(value) ?? (number === "" ? Number.NaN : Number(number)) * (unit === "s" ? 1000 : 1);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new SimulationError(
    `Cannot simulate the model as ${name} must be a time in milliseconds, or as in 200ms: current value is ${JSON.stringify(value)}`,
  );
}

function shareOf(
  name: LlmDName,
  deviationMs: number | undefined,
  meanMs: number | undefined,
): number | undefined {
  if (deviationMs === undefined) return undefined;
  if (meanMs !== undefined && meanMs > 0) return deviationMs / meanMs;
  throw new SimulationError(
    `Cannot simulate the model as ${name} needs its mean: set ${name.replace("-std-dev", "")}`,
  );
}
