import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import { SimulationError } from "../../simulation-error.ts";
import {
  positiveIntegerIn,
  flagIn,
  maxTokensIn,
  numberIn,
  invalidField,
} from "../requests/fields.ts";

/** The API's limit. */
const MAX_CHOICES = 128;

/** A common context length. */
const MAX_TOKENS = 131_072;

/** The requested model, and the seed for a request without one. */
export interface ModelAndSeed {
  readonly model: string;
  readonly seed: string;
}

/**
 * Reads `n`, the number of answers to each prompt.
 *
 * @throws {SimulationError} When it is not an integer from 1 to 128.
 */
export function choiceCountIn(body: unknown): number {
  const count = positiveIntegerIn(body, "n") ?? 1;
  if (count <= MAX_CHOICES) return count;
  throw invalidField("n", `at most ${MAX_CHOICES}`, count);
}

export function furtherChoices(request: SimulatedRequest, count: number): SimulatedRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    ...request,
    seed: `${request.seed} choice ${index + 1}`,
  }));
}

/** Reads `seed`, or Mistral's `random_seed`. */
export function seedIn(body: unknown): number | undefined {
  return numberIn(body, "seed") ?? numberIn(body, "random_seed");
}

/**
 * Reads the maximum length of the answer, and vLLM's minimum length.
 *
 * @throws {SimulationError} When the answer would have no end, or would be longer than the context.
 */
export function tokenLimitsIn(body: unknown, names: readonly string[]) {
  const maxTokens = maxTokensIn(body, names);
  if (flagIn(body, "ignore_eos") !== true)
    return { maxTokens, minTokens: minTokensIn(body, maxTokens) };
  if (maxTokens !== undefined) return { maxTokens, minTokens: withinContext(maxTokens) + 1 };
  throw new SimulationError('Cannot answer as "ignore_eos" must come with "max_tokens"');
}

function minTokensIn(body: unknown, maxTokens = Infinity): number | undefined {
  const minTokens = numberIn(body, "min_tokens");
  if (minTokens === undefined) return undefined;
  if (minTokens <= maxTokens) return withinContext(minTokens);
  throw invalidField("min_tokens", `at most the maximum length, ${maxTokens}`, minTokens);
}

function withinContext(tokens: number): number {
  if (tokens <= MAX_TOKENS) return tokens;
  throw new SimulationError(
    `Cannot answer as the maximum context length is ${MAX_TOKENS} tokens: current value is ${tokens}`,
    { reason: "context-length" },
  );
}
