import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import { SimulationError } from "../../simulation-error.ts";
import {
  positiveIntegerIn,
  flagIn,
  maxTokensIn,
  numberIn,
  invalidField,
} from "../requests/fields.ts";

/** The API's own bound. */
const MOST_CHOICES = 128;

/** No answer can be made longer than this: as long as models of today remember. */
const MOST_TOKENS = 131_072;

/** Which model is asked, and the seed of a request that gives none. */
export interface ModelAndSeed {
  readonly model: string;
  readonly seed: string;
}

/**
 * How many answers are wanted to each prompt.
 *
 * @throws {SimulationError} When it is not a whole number from 1 to 128.
 */
export function choiceCountIn(body: unknown): number {
  const count = positiveIntegerIn(body, "n") ?? 1;
  if (count <= MOST_CHOICES) return count;
  throw invalidField("n", `at most ${MOST_CHOICES}`, count);
}

/** More of the same, by chances of their own. */
export function furtherChoices(request: SimulatedRequest, count: number): SimulatedRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    ...request,
    seed: `${request.seed} choice ${index + 1}`,
  }));
}

/** Mistral's name for it is another. */
export function seedIn(body: unknown): number | undefined {
  return numberIn(body, "seed") ?? numberIn(body, "random_seed");
}

/**
 * How long the answer may be and must be; vLLM takes the latter.
 *
 * @throws {SimulationError} When it is to go on for ever, or for longer than any model can.
 */
export function tokenLimitsIn(body: unknown, names: readonly string[]) {
  const maxTokens = maxTokensIn(body, names);
  if (flagIn(body, "ignore_eos") !== true)
    return { maxTokens, minTokens: shortest(body, maxTokens) };
  if (maxTokens !== undefined) return { maxTokens, minTokens: possible(maxTokens) + 1 };
  throw new SimulationError('Cannot ignore the end as "max_tokens" must be given');
}

function shortest(body: unknown, maxTokens = Infinity): number | undefined {
  const minTokens = numberIn(body, "min_tokens");
  if (minTokens === undefined) return undefined;
  if (minTokens <= maxTokens) return possible(minTokens);
  throw invalidField("min_tokens", `at most the longest answer, ${maxTokens}`, minTokens);
}

function possible(tokens: number): number {
  if (tokens <= MOST_TOKENS) return tokens;
  throw new SimulationError(
    `Cannot answer as the maximum context length is ${MOST_TOKENS} tokens: current value is ${tokens}`,
  );
}
