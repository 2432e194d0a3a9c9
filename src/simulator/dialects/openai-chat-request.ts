import { asText, dig } from "../../wire/index.ts";
import { effortTokens, type SimulatedRequest } from "../simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import { chatIn } from "./conversation.ts";
import {
  countFrom1,
  flagIn,
  longest,
  numberIn,
  stopsIn,
  toolsIn,
  wrongField,
} from "./request-fields.ts";

/** The API's own bound. */
const MOST_CHOICES = 128;

/** No answer can be made longer than this: as long as models of today remember. */
const MOST_TOKENS = 131_072;

/** Which model is asked, and the seed of a request that gives none. */
export interface AskedOf {
  readonly model: string;
  readonly seed: string;
}

/**
 * Reads what a body of chat completions asks, in the fields of OpenAI and of those who imitate it.
 *
 * @throws {SimulationError} When there is no message, or a field is not what it must be.
 */
export function readChatRequest(body: unknown, of: AskedOf): SimulatedRequest {
  requireOneWayOn(body);
  const request: SimulatedRequest = {
    model: of.model,
    // Where the assistant has begun, llama.cpp goes on by itself, Mistral and DeepSeek with `prefix`, vLLM with
    // a field of its own.
    ...chatIn(body),
    ...lengthIn(body, ["max_completion_tokens", "max_tokens"]),
    stop: stopsIn(body, "stop"),
    tools: toolsIn(body, "tools", (tool) => ({
      name: dig(tool, "function", "name"),
      parameters: dig(tool, "function", "parameters"),
    })),
    toolChoice: toolChoiceIn(dig(body, "tool_choice")),
    reasoningTokens: reasoningIn(body),
    seed: seedIn(body) ?? of.seed,
  };
  return { ...request, others: othersLike(request, choicesIn(body) - 1) };
}

/**
 * How many answers are wanted to each prompt.
 *
 * @throws {SimulationError} When it is not a whole number from 1 to 128.
 */
export function choicesIn(body: unknown): number {
  const count = countFrom1(body, "n") ?? 1;
  if (count <= MOST_CHOICES) return count;
  throw wrongField("n", `at most ${MOST_CHOICES}`, count);
}

/** More of the same, by chances of their own. */
export function othersLike(request: SimulatedRequest, count: number): SimulatedRequest[] {
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
export function lengthIn(body: unknown, names: readonly string[]) {
  const maxTokens = longest(body, names);
  if (flagIn(body, "ignore_eos") !== true)
    return { maxTokens, minTokens: shortest(body, maxTokens) };
  if (maxTokens !== undefined) return { maxTokens, minTokens: possible(maxTokens) + 1 };
  throw new SimulationError('Cannot ignore the end as "max_tokens" must be given');
}

function shortest(body: unknown, maxTokens = Infinity): number | undefined {
  const minTokens = numberIn(body, "min_tokens");
  if (minTokens === undefined) return undefined;
  if (minTokens <= maxTokens) return possible(minTokens);
  throw wrongField("min_tokens", `at most the longest answer, ${maxTokens}`, minTokens);
}

function possible(tokens: number): number {
  if (tokens <= MOST_TOKENS) return tokens;
  throw new SimulationError(
    `Cannot answer as the maximum context length is ${MOST_TOKENS} tokens: current value is ${tokens}`,
  );
}

/** vLLM's own check, and the default that people forget. */
function requireOneWayOn(body: unknown): void {
  if (dig(body, "continue_final_message") !== true) return;
  if (dig(body, "add_generation_prompt") === false) return;
  throw new SimulationError(
    'Cannot answer as "continue_final_message" must come with "add_generation_prompt": false',
  );
}

function toolChoiceIn(given: unknown): SimulatedRequest["toolChoice"] & {} {
  const name = asText(dig(given, "function", "name"));
  if (name !== undefined) return { name };
  switch (given) {
    case "none":
      return "none";
    case "required":
    // Mistral.
    case "any":
      return "required";
    default:
      return "auto";
  }
}

function reasoningIn(body: unknown): number | undefined {
  const isOff =
    dig(body, "chat_template_kwargs", "enable_thinking") === false ||
    dig(body, "thinking", "type") === "disabled";
  return isOff ? 0 : effortTokens(asText(dig(body, "reasoning_effort")));
}
