import { type Settings, BASE_SETTINGS } from "./settings.ts";

/** A named model. Figures illustrate kinds of deployments and models; they are not claims about any vendor. */
export interface Profile extends Settings {
  readonly id: string;
  readonly summary: string;
}

type NamedSettings = Partial<Settings> & Pick<Profile, "id" | "summary">;

const deployments: readonly NamedSettings[] = [
  { id: "fixed", summary: "Constant times, for checking measurements" },
  {
    id: "hosted-fast",
    summary: "A small model behind a large API",
    ttftMs: 180,
    promptTokenMs: 0.02,
    itlMs: 11,
    ttftSigma: 0.25,
    requestSigma: 0.15,
    tokenSigma: 0.35,
    stallsPerThousand: 1,
    stallMs: 120,
  },
  {
    id: "hosted-large",
    summary: "A large model behind a busy API",
    ttftMs: 700,
    promptTokenMs: 0.1,
    itlMs: 32,
    ttftSigma: 0.4,
    requestSigma: 0.25,
    tokenSigma: 0.5,
    stallsPerThousand: 3,
    stallMs: 200,
  },
  {
    id: "small-gpu",
    summary: "A self-hosted model on one small GPU",
    ttftMs: 90,
    promptTokenMs: 0.4,
    itlMs: 28,
    ttftSigma: 0.15,
    requestSigma: 0.05,
    tokenSigma: 0.12,
    stallsPerThousand: 0.5,
    stallMs: 80,
  },
  {
    id: "local-ollama",
    summary: "A model on a laptop",
    ttftMs: 350,
    promptTokenMs: 3,
    itlMs: 65,
    ttftSigma: 0.2,
    requestSigma: 0.08,
    tokenSigma: 0.25,
    stallsPerThousand: 2,
    stallMs: 250,
  },
  {
    id: "engine",
    summary: "A server with continuous batching: all streams share its steps, and load slows them",
    timing: "engine",
  },
  {
    id: "recorded",
    summary: "Recorded answers, replayed read by read; needs a recording",
    timing: "trace",
  },
];

type ModelTimes = readonly [id: string, ttftMs: number, itlMs: number];

/** Mean time to first token and between tokens, in milliseconds, as in FakeAI 0.0.5. */
const fakeAi: readonly ModelTimes[] = [
  ["gpt-4", 800, 35],
  ["gpt-4-turbo", 400, 20],
  ["gpt-4o", 250, 15],
  ["gpt-4o-mini", 180, 10],
  ["gpt-3.5-turbo", 200, 10],
  ["gpt-oss-120b", 600, 28],
  ["gpt-oss-20b", 300, 15],
  ["DeepSeek-R1", 700, 30],
  ["deepseek-v3", 700, 30],
  ["mixtral-8x7b", 380, 18],
  ["mixtral-8x22b", 550, 25],
  ["claude-3-opus", 850, 38],
  ["claude-3-sonnet", 450, 22],
  ["claude-3-haiku", 220, 12],
  ["Llama-2-7b", 150, 8],
  ["Llama-2-13b", 220, 12],
  ["Llama-2-70b", 500, 24],
  ["Llama-3.1-8B", 140, 7.5],
  ["Llama-3.1-70B", 480, 23],
  ["Llama-3.1-405B", 900, 42],
  ["Mistral-7B", 145, 8],
  ["gemini-pro", 350, 17],
  ["gemini-pro-vision", 450, 22],
  ["command-r", 320, 16],
  ["command-r-plus", 480, 23],
  ["nemotron-70b", 280, 14],
  ["Yi-34B", 360, 17.5],
  ["Qwen2-7B", 155, 8.5],
  ["Qwen2-72B", 490, 23.5],
  ["Phi-3-mini", 90, 5],
  ["Phi-3-medium", 190, 10],
];

/** Default models of this package's providers, with plausible times. */
const defaultModels: readonly ModelTimes[] = [
  ["gpt-3.5-turbo-instruct", 200, 10],
  ["claude-haiku-4-5", 350, 12],
  ["gemini-2.5-flash", 300, 6],
  ["mistral-small-latest", 250, 9],
  ["deepseek-chat", 700, 30],
];

/** The profiles that model names can start with. */
export const profiles: readonly Profile[] = [
  ...deployments,
  ...fakeAi.map((model) => normalTimes(model, "A FakeAI profile")),
  ...defaultModels.map((model) => normalTimes(model, "A default model of this package")),
].map((profile) => ({ ...BASE_SETTINGS, ...profile }));

function normalTimes([id, ttftMs, itlMs]: ModelTimes, summary: string): NamedSettings {
  return {
    id,
    summary: `${summary}: normally distributed times, with a standard deviation of 20 %`,
    ttftMs,
    itlMs,
    shape: "normal",
    ttftSigma: 0.2,
    tokenSigma: 0.2,
  };
}

/** Profile names for an error message: the short list, and the number of all others. */
export function listProfileNames(): string {
  const names = deployments.map(({ id }) => id).join(", ");
  return `${names}, or one of the ${fakeAi.length + defaultModels.length} models listed by GET /v1/models`;
}
