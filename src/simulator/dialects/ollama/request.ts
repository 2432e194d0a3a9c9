import { asList, asText, dig } from "../../../wire/index.ts";
import type { AnswerFormat } from "../../answer/formatted-answer.ts";
import { llavaImage } from "../requests/image-tokens.ts";
import { isJsonObject } from "../../json-object.ts";
import { SimulationError } from "../../simulation-error.ts";
import { reasoningTokensForEffort, type SimulatedRequest } from "../../answer/simulated-request.ts";
import {
  promptFromMessages,
  promptFromTurns,
  imagePart,
  type PromptTurn,
  type PromptPart,
} from "../requests/conversation.ts";
import {
  modelIn,
  numberIn,
  objectIn,
  objectsIn,
  stopSequencesIn,
  textIn,
  chatToolsIn,
} from "../requests/fields.ts";

/**
 * Reads a chat request. The API cannot force a tool call.
 *
 * @param seed Used if the request has none.
 * @throws {SimulationError} When there is no model or no message, or a field is invalid.
 */
export function readOllamaChat(body: unknown, seed: string): SimulatedRequest {
  return {
    ...readCommon(body, seed),
    ...promptFromMessages(body, imagesIn),
    tools: chatToolsIn(body),
  };
}

/**
 * Reads a request to continue a prompt.
 *
 * @param seed Used if the request has none.
 * @throws {SimulationError} When there is no model, or a field is invalid.
 */
export function readOllamaGenerate(body: unknown, seed: string): SimulatedRequest {
  const text = textIn(body, "prompt");
  const prompt: PromptTurn = { role: "user", parts: [{ kind: "text", text }, ...imagesIn(body)] };
  return { ...readCommon(body, seed), ...promptFromTurns(textIn(body, "system"), [prompt]) };
}

function imagesIn(message: unknown): PromptPart[] {
  return asList(dig(message, "images")).map((data) => imagePart(data, llavaImage));
}

function readCommon(body: unknown, seed: string) {
  const options = objectIn(body, "options");
  // Negative numbers mean no limit.
  const limit = Math.floor(numberIn(options, "num_predict") ?? 0);
  return {
    model: modelIn(body),
    maxTokens: limit < 1 ? undefined : limit,
    stop: stopSequencesIn(options, "stop"),
    format: formatIn(dig(body, "format")),
    reasoningTokens: thoughtTokens(dig(body, "think")),
    seed: numberIn(options, "seed") ?? seed,
  };
}

/** @throws {SimulationError} With Ollama's message, when the format is neither `json` nor a schema. */
function formatIn(format: unknown): AnswerFormat | undefined {
  if (format === undefined || format === null || format === "") return undefined;
  if (format === "json") return { kind: "json-object" };
  if (isJsonObject(format)) return { kind: "json-schema", schema: format };
  throw new SimulationError(
    `invalid format: ${JSON.stringify(format)}; expected "json" or a valid JSON Schema object`,
  );
}

/** Most models accept only a boolean, some an effort. */
function thoughtTokens(think: unknown): number | undefined {
  if (think === false) return 0;
  return reasoningTokensForEffort(think === true ? "medium" : asText(think));
}

/**
 * Whether a request has no prompt, and so only loads or unloads the model.
 *
 * @returns The answer's `done_reason`; `undefined` for a request with a prompt.
 */
export function loadingIn(body: unknown): "load" | "unload" | undefined {
  if (textIn(body, "prompt") !== "" || objectsIn(body, "messages").length > 0) return undefined;
  return isZero(dig(body, "keep_alive")) ? "unload" : "load";
}

/** @param duration A number of seconds, or a Go duration such as `5m`. */
function isZero(duration: unknown): boolean {
  return duration === 0 || /^0+[a-zµ]*$/u.test(asText(duration) ?? "");
}
