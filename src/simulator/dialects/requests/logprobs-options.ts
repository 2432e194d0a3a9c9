import { asList, dig } from "../../../wire/index.ts";
import { MOST_LOGPROBS } from "../../answer/logprobs.ts";
import { SimulationError } from "../../simulation-error.ts";
import { requireOpenAiIntegers } from "./require-in-ranges.ts";
import { flagIn, numberIn } from "./fields.ts";

const MAX_OF_COMPLETIONS = 5;

/**
 * Reads the number of alternatives per token in chat completions; `undefined` if no log probabilities are requested.
 *
 * @throws {SimulationError} When OpenAI rejects the value.
 */
export function chatLogprobsIn(body: unknown): number | undefined {
  requireOpenAiIntegers(body, { top_logprobs: [0, MOST_LOGPROBS] });
  const top = numberIn(body, "top_logprobs");
  if (flagIn(body, "logprobs") === true) return top ?? 0;
  if (top === undefined || top === 0) return undefined;
  throw new SimulationError(
    "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
  );
}

/** The same for the Responses API. */
export function responsesLogprobsIn(body: unknown): number | undefined {
  requireOpenAiIntegers(body, { top_logprobs: [0, MOST_LOGPROBS] });
  const isIncluded = asList(dig(body, "include")).includes("message.output_text.logprobs");
  return isIncluded ? (numberIn(body, "top_logprobs") ?? 0) : undefined;
}

/** The same for text completions. */
export function completionsLogprobsIn(body: unknown): number | undefined {
  requireOpenAiIntegers(body, { logprobs: [0, MAX_OF_COMPLETIONS] });
  return numberIn(body, "logprobs");
}

/** The same for Ollama. @throws {SimulationError} When Ollama rejects the value. */
export function ollamaLogprobsIn(body: unknown): number | undefined {
  const top = numberIn(body, "top_logprobs") ?? 0;
  if (top < 0 || top > MOST_LOGPROBS) {
    throw new SimulationError(`top_logprobs must be between 0 and ${MOST_LOGPROBS}`);
  }
  return flagIn(body, "logprobs") === true ? top : undefined;
}
