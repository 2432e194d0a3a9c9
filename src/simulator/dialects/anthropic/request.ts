import { asCount, asText, dig } from "../../../wire/index.ts";
import { reasoningTokensForEffort, type SimulatedRequest } from "../../answer/simulated-request.ts";
import { anthropicImage } from "../requests/image-tokens.ts";
import { SimulationError } from "../../simulation-error.ts";
import { anthropicFormatIn } from "./answer-format.ts";
import { promptFromTurns, imagePart, type PromptPart, turnsIn } from "../requests/conversation.ts";
import { requireInRanges } from "../requests/require-in-ranges.ts";
import { maxTokensIn, partsIn, stopSequencesIn, textIn, toolsIn } from "../requests/fields.ts";
import { thinkingTokensWithin } from "../requests/thinking-budget.ts";

/** A request for messages, without the model, which Bedrock has in the URL, and without a seed. */
export type MessagesRequest = Omit<SimulatedRequest, "model" | "seed">;

/**
 * Reads a request for messages to Anthropic or Bedrock.
 *
 * @throws {SimulationError} When there is no message or no `max_tokens`, or a field is invalid.
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

/** Reads the prompt and its length. @throws {SimulationError} When there is no message. */
export function readMessages(body: unknown): ReturnType<typeof promptFromTurns> {
  const turns = turnsIn(body, "messages", (message) =>
    partsIn(message, "content").flatMap(partsFrom),
  );
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

function toolChoiceIn(choice: unknown): SimulatedRequest["toolChoice"] & {} {
  const name = asText(dig(choice, "name"));
  if (name !== undefined) return { name };
  switch (dig(choice, "type")) {
    case "any":
      return "required";
    case "none":
      return "none";
    default:
      return "auto";
  }
}

/**
 * Returns the reasoning tokens for a request to Anthropic's models; `undefined` if it does not set any.
 *
 * @param thinking `enabled` with a budget, `adaptive`, `disabled`.
 * @param effort The effort for `adaptive`.
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

/** Whether thinking is shown; if not, only its signature is sent. */
export function showsThinking(thinking: unknown): boolean {
  return dig(thinking, "display") !== "omitted";
}
