import { asList, asText, dig } from "../../../wire/index.ts";
import { reasoningTokensForEffort, type SimulatedRequest } from "../../answer/simulated-request.ts";
import { SimulationError } from "../../simulation-error.ts";
import { promptFromMessages } from "../requests/conversation.ts";
import { chatFormatIn } from "./answer-format.ts";
import { requireOpenAiRanges } from "../requests/require-in-ranges.ts";
import { openAiImagesIn } from "./images.ts";
import { requireStrictTools } from "./strict-schema.ts";
import { openAiToolChoice } from "./tool-choice.ts";
import {
  type ModelAndSeed,
  choiceCountIn,
  tokenLimitsIn,
  furtherChoices,
  seedIn,
} from "./parameters.ts";
import { stopSequencesIn, chatToolsIn } from "../requests/fields.ts";

/**
 * Reads a body of chat completions, with the fields of OpenAI and of compatible servers.
 *
 * @throws {SimulationError} When there is no message, or a field is invalid.
 */
export function readChatRequest(body: unknown, { model, seed }: ModelAndSeed): SimulatedRequest {
  requireConsistentContinuation(body);
  requireOpenAiRanges(body);
  requireStrictTools(asList(dig(body, "tools")).map((tool) => dig(tool, "function")));
  const chat = promptFromMessages(body, openAiImagesIn);
  const request: SimulatedRequest = {
    model,
    // llama.cpp always continues a trailing assistant message; Mistral and DeepSeek need `prefix`, vLLM
    // `continue_final_message`.
    ...chat,
    ...tokenLimitsIn(body, ["max_completion_tokens", "max_tokens"]),
    stop: stopSequencesIn(body, "stop"),
    tools: chatToolsIn(body),
    toolChoice: openAiToolChoice(body, "function", "name"),
    format: chatFormatIn(body, chat.context),
    reasoningTokens: reasoningIn(body),
    seed: seedIn(body) ?? seed,
  };
  return { ...request, others: furtherChoices(request, choiceCountIn(body) - 1) };
}

/** vLLM's check: its default for `add_generation_prompt` is true. */
function requireConsistentContinuation(body: unknown): void {
  if (dig(body, "continue_final_message") !== true) return;
  if (dig(body, "add_generation_prompt") === false) return;
  throw new SimulationError(
    'Cannot answer as "continue_final_message" must come with "add_generation_prompt": false',
  );
}

function reasoningIn(body: unknown): number | undefined {
  const isOff =
    dig(body, "chat_template_kwargs", "enable_thinking") === false ||
    dig(body, "thinking", "type") === "disabled";
  return isOff ? 0 : reasoningTokensForEffort(asText(dig(body, "reasoning_effort")));
}
