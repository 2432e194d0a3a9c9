import { asNumber, asText } from "../../wire/index.ts";
import { SimulationError } from "../simulation-error.ts";

/** Numeric settings of model names, configuration files and command lines, with their descriptions. */
export const numberSettings = {
  ttftMs: "Time to first token of an empty prompt, in milliseconds",
  promptTokenMs: "Added to it by each uncached token of the prompt, in milliseconds",
  ttftSigma: "Spread of the time to first token over requests, as a share of it",
  itlMs: "Time between tokens, in milliseconds",
  requestSigma: "Spread of the time between tokens over requests, as a share of it",
  tokenSigma: "Spread of the time between tokens within a request, as a share of it",
  driftPerThousand: "Growth of gaps over a thousand tokens, as a share: long contexts are slower",
  stallsPerThousand: "Mean number of stalls per thousand tokens",
  stallMs: "Shortest stall, in milliseconds; durations follow a Pareto distribution with shape 1.5",
  reasoningTokens: "Reasoning tokens before the answer",
  draftTokens: "Speculative decoding: tokens drafted per step",
  acceptance: "Speculative decoding: probability that a drafted token is right, from 0 to 1",
  coalesceMs:
    "Tokens are sent in batches at multiples of this interval, in milliseconds; 0 sends each token separately",
  holdBackTokens: "Each token waits for this many later tokens, as content filters require",
  rttMs: "Round-trip time of the network, in milliseconds",
  networkJitterMs: "Mean random delay that the network adds to each packet, in milliseconds",
  lossToBad: "Gilbert–Elliott: probability per packet that the network turns bad and loses packets",
  lossToGood: "Gilbert–Elliott: probability per packet that it turns good again",
  rtoMs:
    "Retransmission timeout after a lost packet, in milliseconds; doubles with each further loss",
  nagleMs:
    "Nagle's algorithm with delayed acknowledgements: how long a packet waits, in milliseconds",
  proxyBytes: "Buffer size of a proxy that forwards only full buffers, in bytes; 0 for no proxy",
  stepMs: "Engine: fixed cost of a step, in milliseconds",
  decodeMs: "Engine: added to a step by each decoding stream, in milliseconds",
  kvThousandMs: "Engine: added to a step by a thousand tokens of context, in milliseconds",
  prefillTokenMs: "Engine: added to a step by each token of a prompt, in milliseconds",
  maxBatch: "Engine: maximum number of streams in a step",
  maxStepTokens: "Engine: maximum number of tokens in a step; longer prompts take several",
  kvCapacityTokens: "Engine: memory for context, in tokens",
  speed: "Recordings: playback speed; 2 is twice as fast as recorded",
} as const;

/** Source of an answer's times: drawn per answer, produced by a shared engine, or recorded. */
const TIMINGS = ["statistical", "engine", "trace"] as const;

/** Distributions of times around their mean. */
const SHAPES = ["lognormal", "normal", "gamma", "constant", "empirical"] as const;

type NumberName = keyof typeof numberSettings;

/** Timing of a simulated model. All times are in milliseconds. */
export type Settings = { readonly [Name in NumberName]: number } & {
  readonly timing: (typeof TIMINGS)[number];
  readonly shape: (typeof SHAPES)[number];
};

/** Fixed timing, ideal network. */
export const BASE_SETTINGS: Settings = {
  ttftMs: 200,
  promptTokenMs: 0,
  ttftSigma: 0,
  itlMs: 20,
  requestSigma: 0,
  tokenSigma: 0,
  driftPerThousand: 0,
  stallsPerThousand: 0,
  stallMs: 0,
  reasoningTokens: 0,
  draftTokens: 0,
  acceptance: 0.7,
  coalesceMs: 0,
  holdBackTokens: 0,
  rttMs: 0,
  networkJitterMs: 0,
  lossToBad: 0,
  lossToGood: 0.5,
  rtoMs: 200,
  nagleMs: 0,
  proxyBytes: 0,
  stepMs: 6,
  decodeMs: 0.25,
  kvThousandMs: 0.05,
  prefillTokenMs: 0.08,
  maxBatch: 64,
  maxStepTokens: 2_048,
  kvCapacityTokens: 262_144,
  speed: 1,
  timing: "statistical",
  shape: "lognormal",
};

/** Settings that are probabilities: at most 1. */
const PROBABILITIES: readonly string[] = ["acceptance", "lossToBad", "lossToGood"];

/**
 * Reads settings from names and values.
 *
 * @param values Untrusted values; numbers may be strings.
 * @throws {SimulationError} When a name is unknown or a value is out of range.
 *
 * @example
 * ```ts
 * readSettings({ itlMs: "5", shape: "gamma" }); // { "itlMs": 5, "shape": "gamma" }
 * ```
 */
export function readSettings(values: Readonly<Record<string, unknown>>): Partial<Settings> {
  let settings: Partial<Settings> = {};
  for (const [name, value] of Object.entries(values)) {
    settings = { ...settings, ...readSetting(name, value) };
  }
  return settings;
}

function readSetting(name: string, value: unknown): Partial<Settings> {
  if (name === "timing") return { timing: oneOf(TIMINGS, { name, value }) };
  if (name === "shape") return { shape: oneOf(SHAPES, { name, value }) };
  if (isNumberName(name)) return { [name]: readNumber(name, value) };
  const names = [...Object.keys(numberSettings), "timing", "shape"].join(", ");
  throw new SimulationError(
    `Cannot simulate the model as a setting must be one of ${names}: current value is "${name}"`,
  );
}

function isNumberName(name: string): name is NumberName {
  return Object.hasOwn(numberSettings, name);
}

function readNumber(name: NumberName, value: unknown): number {
  const text = asText(value);
  const number = asNumber(text === undefined || text.trim() === "" ? value : Number(text));
  const most = PROBABILITIES.includes(name) ? 1 : Infinity;
  if (number !== undefined && number >= 0 && number <= most) return number;
  const rule = most === 1 ? "a number from 0 to 1" : "a number from 0";
  throw new SimulationError(
    `Cannot simulate the model as ${name} must be ${rule}: current value is ${JSON.stringify(value)}`,
  );
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  { name, value }: { readonly name: string; readonly value: unknown },
): Choice {
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw new SimulationError(
    `Cannot simulate the model as ${name} must be one of ${choices.join(", ")}: current value is ${JSON.stringify(value)}`,
  );
}
