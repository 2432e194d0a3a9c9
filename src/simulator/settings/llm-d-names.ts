import { asNumber, asText } from "../../wire/index.ts";
import type { Settings } from "./settings.ts";
import { SimulationError } from "../simulation-error.ts";

/**
 * Settings under the names that llm-d-inference-sim has for them. Its times are milliseconds or durations
 * such as `200ms`; its standard deviations are times, ours are shares of the mean.
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
 * Translates what is given under those names; its times are normal, so the shape is too.
 *
 * @throws {SimulationError} When a value is not a time, or a standard deviation has no mean beside it.
 */
export function readLlmDSettings(given: Readonly<Record<string, unknown>>): Partial<Settings> {
  const ms = (name: LlmDName) => (given[name] === undefined ? undefined : msIn(name, given[name]));
  // Where a prompt costs by its tokens, the overhead is what an empty one costs.
  const ttftMs = ms("time-to-first-token") ?? ms("prefill-overhead");
  const itlMs = ms("inter-token-latency");
  const promptTokenMs = ms("prefill-time-per-token");
  const ttftSigma = shareOf(
    "time-to-first-token-std-dev",
    ms("time-to-first-token-std-dev"),
    ttftMs,
  );
  const tokenSigma = shareOf(
    "inter-token-latency-std-dev",
    ms("inter-token-latency-std-dev"),
    itlMs,
  );
  const isNormal = ttftSigma !== undefined || tokenSigma !== undefined;
  return {
    ...(ttftMs === undefined ? {} : { ttftMs }),
    ...(itlMs === undefined ? {} : { itlMs }),
    ...(promptTokenMs === undefined ? {} : { promptTokenMs }),
    ...(ttftSigma === undefined ? {} : { ttftSigma }),
    ...(tokenSigma === undefined ? {} : { tokenSigma }),
    ...(isNormal ? { shape: "normal" } : {}),
  };
}

function msIn(name: LlmDName, value: unknown): number {
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
    `Cannot simulate the model as ${name} needs its mean: set ${name.replace("-std-dev", "")} too`,
  );
}
