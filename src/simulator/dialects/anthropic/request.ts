import { asCount, asText, dig } from "../../../wire/index.ts";
import { reasoningTokensForEffort, type SimulatedRequest } from "../../answer/simulated-request.ts";
import { anthropicImage } from "../requests/image-tokens.ts";
import { SimulationError } from "../../simulation-error.ts";
import { anthropicFormatIn } from "./answer-format.ts";
import {
  promptFromTurns,
  imagePart,
  roleOf,
  type PromptTurn,
  type PromptPart,
} from "../requests/conversation.ts";
import { requireInRanges } from "../requests/require-in-ranges.ts";
import {
  maxTokensIn,
  messagesIn,
  partsIn,
  stopSequencesIn,
  textIn,
  toolsIn,
} from "../requests/fields.ts";
import { thinkingTokensWithin } from "../requests/thinking-budget.ts";

/** What a body of Anthropic's asks, but for the model and the seed, which other places name. */
export type MessagesRequest = Omit<SimulatedRequest, "model" | "seed">;

/**
 * Reads the body of a request for messages, as Anthropic and Bedrock take it.
 *
 * @throws {SimulationError} When there is no message, or no bound on the answer.
 */
export function readMessagesRequest(body: unknown): MessagesRequest {
  requireInRanges(
    body,
    { temperature: [0, 1], top_p: [0, 1] },
    ({ name, least, most }) => `${name}: range: ${least}..${most}`,
  );
  const maxTokens = maxTokensIn(body, ["max_tokens"]);
  if (maxTokens === undefined) {
    throw new SimulationError('Cannot answer as "max_tokens" must be given');
  }
  return {
    ...readMessages(body),
    maxTokens,
    stop: stopSequencesIn(body, "stop_sequences"),
    tools: toolsIn(body, "tools", (tool) => ({
      name: dig(tool, "name"),
      parameters: dig(tool, "input_schema"),
    })),
    toolChoice: toolChoiceIn(dig(body, "tool_choice")),
    format: anthropicFormatIn(body),
    reasoningTokens: thinkingTokens(dig(body, "thinking"), dig(body, "output_config", "effort")),
  };
}

/**
 * Reads what is said, and how long it is.
 *
 * @throws {SimulationError} When there is no message.
 */
export function readMessages(body: unknown): ReturnType<typeof promptFromTurns> {
  const turns = messagesIn(body, "messages").map((message): PromptTurn => {
    const pieces = partsIn(message, "content").flatMap(partsFrom);
    return { by: roleOf(dig(message, "role")), pieces };
  });
  return promptFromTurns(textIn(body, "system"), turns);
}

function partsFrom(part: unknown): PromptPart[] {
  if (dig(part, "type") === "tool_result") {
    const images = partsIn(part, "content").flatMap(imageIn);
    return [...images, { kind: "tool-result", text: textIn(part, "content") }];
  }
  if (dig(part, "type") === "image") return imageIn(part);
  const text = asText(dig(part, "text"));
  return text === undefined ? [] : [{ kind: "text", text }];
}

function imageIn(part: unknown): PromptPart[] {
  if (dig(part, "type") !== "image") return [];
  return [imagePart(dig(part, "source", "data"), anthropicImage)];
}

function toolChoiceIn(given: unknown): SimulatedRequest["toolChoice"] & {} {
  const name = asText(dig(given, "name"));
  if (name !== undefined) return { name };
  switch (dig(given, "type")) {
    case "any":
      return "required";
    case "none":
      return "none";
    default:
      return "auto";
  }
}

/**
 * How much a request of Anthropic's makes the simulator think, in tokens; `undefined` where it says nothing.
 *
 * @param thinking `enabled` with a budget, `adaptive`, `disabled`.
 * @param effort A word, which `adaptive` goes by.
 */
export function thinkingTokens(thinking: unknown, effort: unknown): number | undefined {
  switch (dig(thinking, "type")) {
    case "disabled":
      return 0;
    case "adaptive":
      return reasoningTokensForEffort(asText(effort) ?? "high");
    case "enabled":
      return thinkingTokensWithin(asCount(dig(thinking, "budget_tokens")) ?? 0);
    default:
      return undefined;
  }
}

/** Whether thoughts are shown: unless it is asked for, they are signed and kept back. */
export function showsThinking(thinking: unknown): boolean {
  return dig(thinking, "display") !== "omitted";
}
