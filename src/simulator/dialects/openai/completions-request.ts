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

/** The API's default. */
const DEFAULT_MAX_TOKENS = 16;

/**
 * Reads a body of text completions: `n` answers to each prompt.
 *
 * @throws {SimulationError} When there is no prompt, or a field is invalid.
 */
export function readCompletionsRequest(body: unknown, { model, seed }: ModelAndSeed) {
  requireOpenAiRanges(body);
  const prompts = tokenizedInputsIn(body, "prompt");
  const promptTokens = prompts.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const { maxTokens = DEFAULT_MAX_TOKENS, minTokens } = tokenLimitsIn(body, ["max_tokens"]);
  const choices = choiceCountIn(body);
  // Token numbers can only be counted, not decoded.
  const all = prompts.flatMap(({ text = "" }) => {
    const request: SimulatedRequest = {
      model,
      ...questionIn(text),
      context: text,
      promptTokens,
      maxTokens,
      minTokens,
      stop: stopSequencesIn(body, "stop"),
      // A field of vLLM's completions, not of OpenAI's.
      format: chatFormatIn(body, text),
      reasoningTokens: 0,
      seed: seedIn(body) ?? seed,
    };
    return [request, ...furtherChoices(request, choices - 1)];
  });
  const [first, ...others] = all;
  if (first === undefined) {
    throw new SimulationError(
      'Cannot answer as "prompt" must be a string or a list, and not empty',
    );
  }
  const isEchoed = flagIn(body, "echo") === true;
  return {
    request: { ...first, others },
    /** The prompt to repeat before each answer's text; empty for none. */
    echoes: all.map(({ context = "" }) => (isEchoed ? context : "")),
  };
}

const USER = "User: ";

const ASSISTANT = "\n\nAssistant:";

/**
 * Splits a text into prompt and started answer. In a transcript these are the last user turn and the text after
 * `Assistant:`; in other text, the answer is the longest end that begins a known answer.
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
