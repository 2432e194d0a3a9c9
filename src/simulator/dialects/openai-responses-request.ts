import { asList, asText, dig } from "../../wire/index.ts";
import { toolsIn } from "../example-arguments.ts";
import { effortTokens, type SimulatedRequest } from "../simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import { tokensOf } from "../tokens.ts";
import type { AskedOf } from "./openai-chat-request.ts";
import { longest, textOfParts } from "./request-fields.ts";

/**
 * Reads what a body of the Responses API asks. The wire has no seed and no stop marks.
 *
 * @throws {SimulationError} When there is no input, a field is not what it must be, or it goes on from a
 * response that would have to be remembered.
 */
export function readResponsesRequest(body: unknown, of: AskedOf): SimulatedRequest {
  const previous = asText(dig(body, "previous_response_id"));
  if (previous !== undefined) {
    throw new SimulationError(
      `Cannot answer as earlier responses are not remembered: current value is "${previous}"`,
    );
  }
  return {
    model: of.model,
    ...conversationIn(body),
    maxTokens: longest(body, ["max_output_tokens"]),
    tools: toolsIn(dig(body, "tools"), (tool) => ({
      name: dig(tool, "name"),
      parameters: dig(tool, "parameters"),
    })),
    toolChoice: toolChoiceIn(dig(body, "tool_choice")),
    reasoningTokens: effortTokens(asText(dig(body, "reasoning", "effort"))),
    seed: of.seed,
  };
}

interface InputItem {
  readonly kind: "user" | "tool-result" | "other";
  readonly text: string;
}

function conversationIn(body: unknown) {
  const items = itemsIn(dig(body, "input"));
  const last = items.at(-1);
  if (last === undefined) {
    throw new SimulationError('Cannot answer as "input" must be text or a list with an item');
  }
  const texts = [asText(dig(body, "instructions")) ?? "", ...items.map(({ text }) => text)];
  return {
    prompt: items.findLast(({ kind }) => kind === "user")?.text ?? "",
    context: texts.filter((text) => text !== "").join("\n"),
    promptTokens: texts.reduce((sum, text) => sum + tokensOf(text).length, 0),
    toolResult: last.kind === "tool-result" ? last.text : undefined,
  };
}

function itemsIn(input: unknown): InputItem[] {
  const text = asText(input);
  return text === undefined ? asList(input).map(itemOf) : [{ kind: "user", text }];
}

function itemOf(item: unknown): InputItem {
  switch (dig(item, "type")) {
    case "function_call":
      return { kind: "other", text: asText(dig(item, "arguments")) ?? "" };
    case "function_call_output":
      return { kind: "tool-result", text: textOfParts(dig(item, "output")) };
    default:
      return {
        kind: dig(item, "role") === "user" ? "user" : "other",
        text: textOfParts(dig(item, "content")),
      };
  }
}

function toolChoiceIn(given: unknown): SimulatedRequest["toolChoice"] & {} {
  const name = asText(dig(given, "name"));
  if (name !== undefined) return { name };
  return given === "none" || given === "required" ? given : "auto";
}
