import { asNumber, asText } from "../../wire/index.ts";
import { SimulationError } from "../simulation-error.ts";

/** Every number that a model's name, a configuration or a command line may set, and what it means. */
export const numberSettings = {
  ttftMs: "Time to first token of an empty prompt, in milliseconds",
  promptTokenMs: "What each token of the prompt that is not cached adds to it, in milliseconds",
  ttftSigma: "Spread of the time to first token over requests, as a share of it",
  itlMs: "Time between tokens, in milliseconds",
  requestSigma: "Spread of the time between tokens over requests, as a share of it",
  tokenSigma: "Spread of the time between tokens within a request, as a share of it",
  driftPerThousand: "By what share gaps grow over a thousand tokens: long contexts are slower",
  stallsPerThousand: "Stalls in a thousand tokens, in the mean",
  stallMs: "The shortest stall, in milliseconds; longer ones are Pareto with shape 1.5",
  reasoningTokens: "Tokens that are thought before the answer",
  draftTokens: "Speculative decoding: tokens that are drafted for each step",
  acceptance: "Speculative decoding: the chance that a drafted token is right, from 0 to 1",
  coalesceMs:
    "Tokens are sent together, at multiples of so many milliseconds; 0 for each by itself",
  holdBackTokens: "Each token waits for so many more, as filters of content make it",
  rttMs: "Round trip of the network, in milliseconds",
  networkJitterMs: "Mean of what the network adds to each packet by chance, in milliseconds",
  lossToBad: "Gilbert–Elliott: chance per packet that the network turns bad and loses packets",
  lossToGood: "Gilbert–Elliott: chance per packet that it turns good again",
  rtoMs: "How long everything waits for a lost packet, in milliseconds; twice as long for the next",
  nagleMs:
    "Nagle's algorithm against delayed acknowledgements: how long a packet waits, in milliseconds",
  proxyBytes: "A proxy that sends when it has so many bytes; 0 for none",
  stepMs: "Engine: what a step costs by itself, in milliseconds",
  decodeMs: "Engine: what each decoding stream adds to a step, in milliseconds",
  kvThousandMs: "Engine: what a thousand tokens of context add to a step, in milliseconds",
  prefillTokenMs: "Engine: what each token of a prompt adds to a step, in milliseconds",
  maxBatch: "Engine: streams in a step, at most",
  maxStepTokens: "Engine: tokens in a step, at most: longer prompts take several",
  kvCapacityTokens: "Engine: tokens of context that fit into memory",
  speed: "Recordings: how many times faster than recorded",
} as const;

/** Which law the times follow: drawn for each answer, made by an engine that all share, or recorded. */
const TIMINGS = ["statistical", "engine", "trace"] as const;

/** Which distribution the gaps have around their mean. */
const SHAPES = ["lognormal", "normal", "gamma", "constant", "empirical"] as const;

type NumberName = keyof typeof numberSettings;

/** How fast a simulated model answers. All times are in milliseconds. */
export type Settings = { readonly [Name in NumberName]: number } & {
  readonly timing: (typeof TIMINGS)[number];
  readonly shape: (typeof SHAPES)[number];
};

/** Constant times, nothing in the way. */
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

/** Chances: what is more than 1 is none. */
const SHARES: readonly string[] = ["acceptance", "lossToBad", "lossToGood"];

/**
 * Reads settings by their names, from wherever they come.
 *
 * @param given Names and values; values may be text.
 * @throws {SimulationError} When a name is unknown or a value is out of range.
 *
 * @example
 * ```ts
 * readSettings({ itlMs: "5", shape: "gamma" }); // { "itlMs": 5, "shape": "gamma" }
 * ```
 */
export function readSettings(given: Readonly<Record<string, unknown>>): Partial<Settings> {
  let settings: Partial<Settings> = {};
  for (const [name, value] of Object.entries(given)) {
    settings = { ...settings, ...readSetting(name, value) };
  }
  return settings;
}

function readSetting(name: string, value: unknown): Partial<Settings> {
  if (name === "timing") return { timing: oneOf(TIMINGS, { name, value }) };
  if (name === "shape") return { shape: oneOf(SHAPES, { name, value }) };
  if (isNumberName(name)) return { [name]: numberOf(name, value) };
  const names = [...Object.keys(numberSettings), "timing", "shape"].join(", ");
  throw new SimulationError(
    `Cannot simulate the model as a setting must be one of ${names}: current value is "${name}"`,
  );
}

function isNumberName(name: string): name is NumberName {
  return Object.hasOwn(numberSettings, name);
}

function numberOf(name: NumberName, value: unknown): number {
  const text = asText(value);
  const number = text === undefined ? asNumber(value) : numberIn(text);
  const isShare = SHARES.includes(name);
  if (number !== undefined && number >= 0 && (!isShare || number <= 1)) return number;
  const rule = isShare ? "a number from 0 to 1" : "a number from 0";
  throw new SimulationError(
    `Cannot simulate the model as ${name} must be ${rule}: current value is ${JSON.stringify(value)}`,
  );
}

function numberIn(text: string): number | undefined {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function oneOf<Word extends string>(
  words: readonly Word[],
  { name, value }: { readonly name: string; readonly value: unknown },
): Word {
  const word = words.find((one) => one === value);
  if (word !== undefined) return word;
  throw new SimulationError(
    `Cannot simulate the model as ${name} must be one of ${words.join(", ")}: current value is ${JSON.stringify(value)}`,
  );
}
