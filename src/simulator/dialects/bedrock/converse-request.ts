import { asList, asText, dig } from "../../../wire/index.ts";
import type { AnswerFormat } from "../../answer/formatted-answer.ts";
import { anthropicImage } from "../requests/image-tokens.ts";
import { reasoningTokensForEffort, type SimulatedRequest } from "../../answer/simulated-request.ts";
import { thinkingTokens } from "../anthropic/request.ts";
import { promptFromTurns, imagePart, type PromptPart, turnsIn } from "../requests/conversation.ts";
import { parsedJson } from "../requests/body.ts";
import { requireInRanges } from "../requests/require-in-ranges.ts";
import {
  maxTokensIn,
  objectIn,
  objectsIn,
  stopSequencesIn,
  textIn,
  toolsIn,
  invalidField,
} from "../requests/fields.ts";

/**
 * Reads a conversation request; the model is in the path, and there is no seed.
 *
 * @throws {SimulationError} When there is no message, or a field is invalid.
 */
export function readConverseRequest(body: unknown): Omit<SimulatedRequest, "model" | "seed"> {
  const turns = turnsIn(body, "messages", (message) =>
    objectsIn(message, "content").flatMap(partsFrom),
  );
  const config = objectIn(body, "inferenceConfig");
  requireInRanges(
    config,
    { temperature: [0, 1], topP: [0, 1] },
    ({ name, value, least, most }) =>
      `1 validation error detected: Value '${value}' at 'inferenceConfig.${name}' failed to satisfy constraint: ` +
      (value > most
        ? `Member must have value less than or equal to ${most}`
        : `Member must have value greater than or equal to ${least}`),
  );
  const tools = objectIn(body, "toolConfig");
  return {
    ...promptFromTurns(textIn(body, "system"), turns),
    maxTokens: maxTokensIn(config, ["maxTokens"]),
    stop: stopSequencesIn(config, "stopSequences"),
    tools: toolsIn(tools, "tools", (tool) => ({
      name: dig(tool, "toolSpec", "name"),
      parameters: dig(tool, "toolSpec", "inputSchema", "json"),
    })),
    toolChoice: toolChoiceIn(dig(tools, "toolChoice")),
    format: formatIn(dig(body, "outputConfig", "textFormat")),
    reasoningTokens: reasoningTokens(dig(body, "additionalModelRequestFields")),
  };
}

function partsFrom(block: unknown): PromptPart[] {
  const content = dig(block, "toolResult", "content");
  if (content !== undefined) {
    return [{ kind: "tool-result", text: asList(content).map(resultIn).join("") }];
  }
  const image = dig(block, "image");
  if (image !== undefined) return [imagePart(dig(image, "source", "bytes"), anthropicImage)];
  const text = asText(dig(block, "text"));
  return text === undefined ? [] : [{ kind: "text", text }];
}

function resultIn(block: unknown): string {
  return asText(dig(block, "text")) ?? JSON.stringify(dig(block, "json") ?? "");
}

function toolChoiceIn(choice: unknown): SimulatedRequest["toolChoice"] & {} {
  const name = asText(dig(choice, "tool", "name"));
  if (name !== undefined) return { name };
  return dig(choice, "any") === undefined ? "auto" : "required";
}

/** The schema is a string of JSON here. */
function formatIn(format: unknown): AnswerFormat | undefined {
  if (format === undefined || format === null) return undefined;
  const text = asText(dig(format, "structure", "jsonSchema", "schema")) ?? "";
  if (dig(format, "type") !== "json_schema") {
    throw invalidField("outputConfig.textFormat.type", "json_schema", dig(format, "type"));
  }
  const schema = parsedJson(text);
  if (schema !== undefined) return { kind: "json-schema", schema };
  throw invalidField("outputConfig.textFormat.structure.jsonSchema.schema", "JSON", text);
}

/** The fields differ by the model's maker. */
function reasoningTokens(fields: unknown): number | undefined {
  const thinking = thinkingTokens(dig(fields, "thinking"), dig(fields, "output_config", "effort"));
  if (thinking !== undefined) return thinking;
  const nova = dig(fields, "reasoningConfig");
  if (dig(nova, "type") === "disabled") return 0;
  const effort =
    dig(nova, "maxReasoningEffort") ??
    dig(fields, "reasoning", "effort") ??
    dig(fields, "reasoning_effort");
  return reasoningTokensForEffort(asText(effort));
}
