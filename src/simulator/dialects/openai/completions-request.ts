import { corpusPrefixAtEndOf } from "../../answer/corpus.ts";
import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import { SimulationError } from "../../simulation-error.ts";
import { requireOpenAiRanges } from "../requests/require-in-ranges.ts";
import { chatFormatIn } from "./answer-format.ts";
import {
  type ModelAndSeed,
  choiceCountIn,
  tokenLimitsIn,
  furtherChoices,
  seedIn,
} from "./parameters.ts";
import { flagIn, stopSequencesIn } from "../requests/fields.ts";
import { tokenizedInputsIn } from "../requests/tokenized-inputs.ts";

/** The API's own: whoever forgets it gets answers that end in the middle of a sentence. */
const USUAL_MAX_TOKENS = 16;

/** What a body of text completions asks. */
export interface CompletionsRequest {
  readonly request: SimulatedRequest;
  /** What stands before each answer's text: the prompt, where the answer is to repeat it. */
  readonly echoes: readonly string[];
}

/**
 * Reads what a body of text completions asks: as many answers to each prompt as are wanted.
 *
 * @throws {SimulationError} When there is no prompt, or a field is not what it must be.
 */
export function readCompletionsRequest(body: unknown, of: ModelAndSeed): CompletionsRequest {
  requireOpenAiRanges(body);
  const prompts = tokenizedInputsIn(body, "prompt");
  const promptTokens = prompts.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const { maxTokens = USUAL_MAX_TOKENS, minTokens } = tokenLimitsIn(body, ["max_tokens"]);
  const choices = choiceCountIn(body);
  // Numbers of tokens cannot be read here, only counted.
  const all = prompts.flatMap(({ text = "" }) => {
    const request: SimulatedRequest = {
      model: of.model,
      ...questionIn(text),
      context: text,
      promptTokens,
      maxTokens,
      minTokens,
      stop: stopSequencesIn(body, "stop"),
      // OpenAI's own completions have no such field; vLLM's do.
      format: chatFormatIn(body, text),
      reasoningTokens: 0,
      seed: seedIn(body) ?? of.seed,
    };
    return [request, ...furtherChoices(request, choices - 1)];
  });
  const [first, ...others] = all;
  if (first === undefined) {
    throw new SimulationError('Cannot answer as "prompt" must be text or a list, and not empty');
  }
  const repeats = flagIn(body, "echo") === true;
  return {
    request: { ...first, others },
    echoes: all.map(({ context = "" }) => (repeats ? context : "")),
  };
}

const USER = "User: ";

const ASSISTANT = "\n\nAssistant:";

/**
 * What a text asks, and how its answer has begun: in a conversation that is written out, the last user's
 * turn and what stands after the assistant's name; in any other text, what a known answer begins with
 * stands at its end.
 */
function questionIn(text: string): { readonly prompt: string; readonly answerPrefix: string } {
  const userAt = text.lastIndexOf(USER);
  const answerAt = text.indexOf(ASSISTANT, userAt);
  if (userAt !== -1 && answerAt !== -1) {
    return {
      prompt: text.slice(userAt + USER.length, answerAt),
      answerPrefix: text.slice(answerAt + ASSISTANT.length).replace(/^ /u, ""),
    };
  }
  const answerPrefix = corpusPrefixAtEndOf(text);
  return { prompt: text.slice(0, text.length - answerPrefix.length), answerPrefix };
}
