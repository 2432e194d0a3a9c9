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
  toolsIn,
} from "../requests/fields.ts";

/**
 * Reads a request for a chat. The wire cannot force a call.
 *
 * @param seed Of a request that gives none.
 * @throws {SimulationError} When there is no model or no message.
 */
export function readOllamaChat(body: unknown, seed: string): SimulatedRequest {
  return {
    ...readCommon(body, seed),
    ...promptFromMessages(body, imagesIn),
    tools: toolsIn(body, "tools", (tool) => ({
      name: dig(tool, "function", "name"),
      parameters: dig(tool, "function", "parameters"),
    })),
  };
}

/**
 * Reads a request for the continuation of a prompt.
 *
 * @param seed Of a request that gives none.
 * @throws {SimulationError} When there is no model.
 */
export function readOllamaGenerate(body: unknown, seed: string): SimulatedRequest {
  const text = textIn(body, "prompt");
  const prompt: PromptTurn = { by: "user", pieces: [{ kind: "text", text }, ...imagesIn(body)] };
  return { ...readCommon(body, seed), ...promptFromTurns(textIn(body, "system"), [prompt]) };
}

function imagesIn(message: unknown): PromptPart[] {
  return asList(dig(message, "images")).map((data) => imagePart(data, llavaImage));
}

function readCommon(body: unknown, seed: string) {
  const options = objectIn(body, "options");
  // Negative numbers are for no bound.
  const bound = Math.floor(numberIn(options, "num_predict") ?? 0);
  return {
    model: modelIn(body),
    maxTokens: bound < 1 ? undefined : bound,
    stop: stopSequencesIn(options, "stop"),
    format: formatIn(dig(body, "format")),
    reasoningTokens: thoughtTokens(dig(body, "think")),
    seed: numberIn(options, "seed") ?? seed,
  };
}

/** @throws {SimulationError} When it is neither a word that Ollama knows nor a schema, as Ollama refuses it. */
function formatIn(given: unknown): AnswerFormat | undefined {
  if (given === undefined || given === null || given === "") return undefined;
  if (given === "json") return { kind: "json-object" };
  if (isJsonObject(given)) return { kind: "json-schema", schema: given };
  throw new SimulationError(
    `invalid format: ${JSON.stringify(given)}; expected "json" or a valid JSON Schema object`,
  );
}

/** Most models know only yes and no; some know words. */
function thoughtTokens(think: unknown): number | undefined {
  if (think === false) return 0;
  return reasoningTokensForEffort(think === true ? "medium" : asText(think));
}

/**
 * Whether a request only loads or unloads the model: it says nothing, so there is nothing to answer.
 *
 * @returns How the answer ends.
 */
export function loadingIn(body: unknown): "load" | "unload" | undefined {
  if (textIn(body, "prompt") !== "" || objectsIn(body, "messages").length > 0) return undefined;
  return isNothing(dig(body, "keep_alive")) ? "unload" : "load";
}

/** A number of seconds, or a duration of Go's, as in `5m`. */
function isNothing(duration: unknown): boolean {
  return duration === 0 || /^0+[a-zµ]*$/u.test(asText(duration) ?? "");
}
