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
 * Reads a body of the Responses API, which has no seed and no stop sequences.
 *
 * @throws {SimulationError} When there is no input, a field is invalid, or the request refers to an earlier
 * response, as none is stored.
 */
export function readResponsesRequest(
  body: unknown,
  { model, seed }: ModelAndSeed,
): SimulatedRequest {
  const earlier = dig(body, "previous_response_id") ?? dig(body, "conversation") ?? undefined;
  if (earlier !== undefined) {
    throw new SimulationError(
      `Cannot answer as earlier responses are not stored: current value is ${JSON.stringify(earlier)}`,
    );
  }
  requireOpenAiRanges(body);
  requireStrictTools(asList(dig(body, "tools")));
  const conversation = promptFromTurns(asText(dig(body, "instructions")) ?? "", turnsIn(body));
  return {
    model,
    ...conversation,
    maxTokens: maxTokensIn(body, ["max_output_tokens"]),
    tools: toolsIn(body, "tools"),
    toolChoice: openAiToolChoice(body, "name"),
    format: responsesFormatIn(body, conversation.context),
    reasoningTokens: reasoningTokensForEffort(asText(dig(body, "reasoning", "effort"))),
    seed,
  };
}

function turnsIn(body: unknown): PromptTurn[] {
  const input = dig(body, "input");
  const text = asText(input);
  if (text !== undefined) return [turn("user", { kind: "text", text })];
  const items = objectsIn(body, "input");
  if (items.length > 0) return items.map(turnOf);
  throw invalidField("input", "a string or a list with an item", input);
}

/** A trailing assistant item is answered, not continued. */
function turnOf(item: object): PromptTurn {
  switch (dig(item, "type")) {
    case "function_call":
      return turn("other", { kind: "text", text: asText(dig(item, "arguments")) ?? "" });
    case "function_call_output":
      return turn("other", { kind: "tool-result", text: textIn(item, "output") });
    default: {
      const role = dig(item, "role") === "user" ? "user" : "other";
      const text: PromptPart = { kind: "text", text: textIn(item, "content") };
      return { role, parts: [...openAiImagesIn(item), text] };
    }
  }
}

function turn(role: PromptTurn["role"], part: PromptPart): PromptTurn {
  return { role, parts: [part] };
}
