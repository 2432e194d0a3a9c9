/**
 * How fast a simulated model answers. Numbers are illustrations of kinds of deployments, not claims
 * about any vendor's.
 */
export interface Profile {
  readonly id: string;
  readonly summary: string;
  /** Time to first token of an empty prompt, in milliseconds. */
  readonly ttftMs: number;
  /** What each token of the prompt adds to it, in milliseconds. */
  readonly promptTokenMs: number;
  /** Time between tokens, in milliseconds. */
  readonly itlMs: number;
  /** Standard deviation of the logarithm of the time to first token, over requests; 0 for none. */
  readonly ttftSigma: number;
  /** The same of the time between tokens, over requests: some meet a busier server than others. */
  readonly requestSigma: number;
  /** The same within a request. */
  readonly tokenSigma: number;
  /** How many stalls there are in a thousand tokens, in the mean. */
  readonly stallsPerThousand: number;
  /** The shortest stall, in milliseconds; their lengths are Pareto with shape 1.5, at most 20 times this. */
  readonly stallMs: number;
  /** How many tokens it thinks before it answers. */
  readonly reasoningTokens: number;
}

const STEADY = {
  promptTokenMs: 0,
  ttftSigma: 0,
  requestSigma: 0,
  tokenSigma: 0,
  stallsPerThousand: 0,
  stallMs: 0,
  reasoningTokens: 0,
};

/** The profiles by name, as models name them. */
export const profiles: readonly Profile[] = [
  {
    id: "fixed",
    summary: "Constant times, for checking rulers",
    ttftMs: 200,
    itlMs: 20,
    ...STEADY,
  },
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
    reasoningTokens: 0,
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
    reasoningTokens: 0,
  },
  {
    id: "small-gpu",
    summary: "A model of your own on one small GPU",
    ttftMs: 90,
    promptTokenMs: 0.4,
    itlMs: 28,
    ttftSigma: 0.15,
    requestSigma: 0.05,
    tokenSigma: 0.12,
    stallsPerThousand: 0.5,
    stallMs: 80,
    reasoningTokens: 0,
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
    reasoningTokens: 0,
  },
];
