import { asCount, asList, asText, dig } from "../../../wire/index.ts";
import { geminiImage } from "../requests/image-tokens.ts";
import { SimulationError } from "../../simulation-error.ts";
import { reasoningTokensForEffort, type SimulatedRequest } from "../../answer/simulated-request.ts";
import { promptFromTurns, imagePart, type PromptPart, turnsIn } from "../requests/conversation.ts";
import { geminiFormatIn } from "./answer-format.ts";
import { requireInRanges } from "../requests/require-in-ranges.ts";
import {
  flagIn,
  maxTokensIn,
  numberIn,
  objectIn,
  objectsIn,
  stopSequencesIn,
  textIn,
  toolsIn,
} from "../requests/fields.ts";
import { thinkingTokensWithin } from "../requests/thinking-budget.ts";

/** A request for content; the model is in the URL. */
export type GeminiRequest = Omit<SimulatedRequest, "model" | "seed"> & {
  readonly seed: number | undefined;
};

const SNAKE_CASE: Readonly<Record<string, string>> = { temperature: "temperature", topP: "top_p" };

/** Reads a request for content. @throws {SimulationError} When there is no content, or a field is invalid. */
export function readGeminiRequest(body: unknown): GeminiRequest {
  const config = objectIn(body, "generationConfig");
  requireInRanges(
    config,
    { temperature: [0, 2], topP: [0, 1] },
    ({ name, least, most }) =>
      `* GenerateContentRequest.generation_config.${SNAKE_CASE[name]}: must be in the range [${least.toFixed(1)}, ${most.toFixed(1)}]`,
  );
  if (flagIn(config, "responseLogprobs") === true) {
    throw new SimulationError("Logprobs is not supported for this model.");
  }
  return {
    ...readContents(body),
    maxTokens: maxTokensIn(config, ["maxOutputTokens"]),
    stop: stopSequencesIn(config, "stopSequences"),
    tools: objectsIn(body, "tools").flatMap((tool) =>
      toolsIn(tool, "functionDeclarations", (declared) => ({
        name: dig(declared, "name"),
        parameters: dig(declared, "parametersJsonSchema") ?? dig(declared, "parameters"),
      })),
    ),
    toolChoice: toolChoiceIn(dig(body, "toolConfig", "functionCallingConfig")),
    format: geminiFormatIn(config),
    reasoningTokens: thoughtTokens(dig(config, "thinkingConfig")),
    seed: numberIn(config, "seed"),
  };
}

/** Reads the prompt and its length. @throws {SimulationError} When there is no content. */
export function readContents(body: unknown): ReturnType<typeof promptFromTurns> {
  const turns = turnsIn(body, "contents", (content) =>
    objectsIn(content, "parts").flatMap(partsFrom),
  );
  return promptFromTurns(textIn(objectIn(body, "systemInstruction"), "parts"), turns);
}

function partsFrom(part: unknown): PromptPart[] {
  const response = dig(part, "functionResponse", "response");
  if (response !== undefined) return [{ kind: "tool-result", text: resultIn(response) }];
  const type = dig(part, "inlineData", "mimeType") ?? dig(part, "fileData", "mimeType");
  if (asText(type)?.startsWith("image/") === true) {
    return [imagePart(dig(part, "inlineData", "data"), geminiImage)];
  }
  const text = asText(dig(part, "text"));
  return text === undefined ? [] : [{ kind: "text", text }];
}

function resultIn(response: unknown): string {
  const result = dig(response, "output") ?? dig(response, "result") ?? response;
  return asText(result) ?? JSON.stringify(result);
}

function toolChoiceIn(config: unknown): SimulatedRequest["toolChoice"] & {} {
  switch (dig(config, "mode")) {
    case "NONE":
      return "none";
    case "ANY": {
      const names = asList(dig(config, "allowedFunctionNames"));
      const [name] = names.flatMap((one) => asText(one) ?? []);
      return name !== undefined && names.length === 1 ? { name } : "required";
    }
    default:
      return "auto";
  }
}

/** A budget of -1 lets the model choose, as does no budget. */
function thoughtTokens(config: unknown): number | undefined {
  const level = asText(dig(config, "thinkingLevel"));
  if (level !== undefined) return reasoningTokensForEffort(level.toLowerCase());
  const budget = asCount(dig(config, "thinkingBudget"));
  return budget === undefined ? undefined : thinkingTokensWithin(budget);
}

/** Whether thoughts are shown: by default, so that a prompt alone can show them. */
export function includesThoughts(body: unknown): boolean {
  return dig(body, "generationConfig", "thinkingConfig", "includeThoughts") !== false;
}
