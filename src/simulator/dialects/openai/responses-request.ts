import { asList, asText, dig } from "../../../wire/index.ts";
import { reasoningTokensForEffort, type SimulatedRequest } from "../../answer/simulated-request.ts";
import { SimulationError } from "../../simulation-error.ts";
import { promptFromTurns, type PromptTurn, type PromptPart } from "../requests/conversation.ts";
import { requireOpenAiRanges } from "../requests/require-in-ranges.ts";
import { responsesFormatIn } from "./answer-format.ts";
import { openAiImagesIn } from "./images.ts";
import { requireStrictTools } from "./strict-schema.ts";
import { openAiToolChoice } from "./tool-choice.ts";
import type { ModelAndSeed } from "./parameters.ts";
import { maxTokensIn, objectsIn, textIn, toolsIn, invalidField } from "../requests/fields.ts";

/**
 * Reads what a body of the Responses API asks. The wire has no seed and no stop marks.
 *
 * @throws {SimulationError} When there is no input, a field is not what it must be, or it goes on from a
 * response that would have to be remembered.
 */
export function readResponsesRequest(body: unknown, of: ModelAndSeed): SimulatedRequest {
  const before = dig(body, "previous_response_id") ?? dig(body, "conversation") ?? undefined;
  if (before !== undefined) {
    throw new SimulationError(
      `Cannot answer as earlier responses are not remembered: current value is ${JSON.stringify(before)}`,
    );
  }
  requireOpenAiRanges(body);
  requireStrictTools(asList(dig(body, "tools")));
  const conversation = promptFromTurns(asText(dig(body, "instructions")) ?? "", turnsIn(body));
  return {
    model: of.model,
    ...conversation,
    maxTokens: maxTokensIn(body, ["max_output_tokens"]),
    tools: toolsIn(body, "tools", (tool) => ({
      name: dig(tool, "name"),
      parameters: dig(tool, "parameters"),
    })),
    toolChoice: openAiToolChoice(body, "name"),
    format: responsesFormatIn(body, conversation.context),
    reasoningTokens: reasoningTokensForEffort(asText(dig(body, "reasoning", "effort"))),
    seed: of.seed,
  };
}

function turnsIn(body: unknown): PromptTurn[] {
  const input = dig(body, "input");
  const text = asText(input);
  if (text !== undefined) return [turn("user", { kind: "text", text })];
  const items = objectsIn(body, "input");
  if (items.length > 0) return items.map(turnOf);
  throw invalidField("input", "text or a list with an item", input);
}

/** An item. Where the last one is the assistant's, it is answered, not gone on with. */
function turnOf(item: object): PromptTurn {
  switch (dig(item, "type")) {
    case "function_call":
      return turn("other", { kind: "text", text: asText(dig(item, "arguments")) ?? "" });
    case "function_call_output":
      return turn("other", { kind: "tool-result", text: textIn(item, "output") });
    default: {
      const by = dig(item, "role") === "user" ? "user" : "other";
      const text: PromptPart = { kind: "text", text: textIn(item, "content") };
      return { by, pieces: [...openAiImagesIn(item), text] };
    }
  }
}

function turn(by: PromptTurn["by"], piece: PromptPart): PromptTurn {
  return { by, pieces: [piece] };
}
