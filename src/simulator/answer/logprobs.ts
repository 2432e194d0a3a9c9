import { seededRandom } from "../../stats/index.ts";

/** Probability of a token, as providers report it. */
export interface TokenLogprob {
  readonly token: string;
  /** Natural logarithm of the probability. */
  readonly logprob: number;
  /** The token in UTF-8. */
  readonly bytes: readonly number[];
}

/** The chosen token and the most probable ones at its position. */
export interface ChosenLogprob extends TokenLogprob {
  readonly top_logprobs: readonly TokenLogprob[];
}

/** The largest `top_logprobs` of OpenAI and Ollama. */
export const MOST_LOGPROBS = 20;

const WORDS = "the a of and to in is that it for as with on by an this from or at not be";
const ALTERNATIVES = WORDS.split(" ").map((word) => ` ${word}`);

const encoder = new TextEncoder();

/**
 * Returns invented probabilities for a token of an answer: 50 to 99 % for the token, and half of the remainder for each
 * alternative, so their sum is at most 1. The same token at the same index always gets the same ones.
 *
 * @param index Index of the token in the answer.
 * @param count Length of `top_logprobs`, the token itself included.
 */
export function logprobsOf(token: string, index: number, count: number): ChosenLogprob {
  const chance = seededRandom(`${index}\n${token}`)();
  const probability = 0.5 + 0.49 * chance;
  const others = ALTERNATIVES.filter((other) => other !== token).slice(0, Math.max(0, count - 1));
  const chosen = logprobOf(token, probability);
  const top = [
    chosen,
    ...others.map((other, rank) => logprobOf(other, (1 - probability) * 0.5 ** (rank + 1))),
  ];
  return { ...chosen, top_logprobs: top.slice(0, count) };
}

function logprobOf(token: string, probability: number): TokenLogprob {
  return { token, logprob: Math.log(probability), bytes: [...encoder.encode(token)] };
}
