import { asText, dig } from "../../../wire/index.ts";
import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import { tokensOf } from "../../answer/tokens.ts";
import { invalidField, messagesIn, textIn } from "./fields.ts";
import { imageSizeOf } from "./image-size.ts";
import type { ImageRule } from "./image-tokens.ts";

export interface PromptTurn {
  readonly role: "user" | "model" | "other";
  readonly parts: readonly PromptPart[];
}

export type PromptPart =
  | { readonly kind: "text" | "tool-result"; readonly text: string }
  /** An image, as its number of tokens. */
  | { readonly kind: "image"; readonly tokens: number };

/** Creates the part for an image. @param data Base64 or a URL. The size is known for Base64 and `data:` URLs only. */
export function imagePart(data: unknown, rule: ImageRule): PromptPart {
  return { kind: "image", tokens: rule(imageSizeOf(asText(data) ?? "")) };
}

/**
 * Maps the role names of all APIs; the default is the user.
 *
 * @throws {SimulationError} When the role is not a string.
 */
function roleOf(role: unknown): PromptTurn["role"] {
  switch (role ?? "user") {
    case "user":
      return "user";
    case "assistant":
    case "model":
      return "model";
    default:
      if (typeof role === "string") return "other";
      throw invalidField("role", "a string", role);
  }
}

/**
 * Reads the turns of a conversation, in which a message has a role and a list of parts.
 *
 * @throws {SimulationError} When there is no message, or a message is invalid.
 */
export function turnsIn(
  body: unknown,
  name: string,
  partsOf: (message: unknown) => readonly PromptPart[],
): PromptTurn[] {
  return messagesIn(body, name).map((message) => {
    const parts = partsOf(message);
    return { role: roleOf(dig(message, "role")), parts };
  });
}

interface ConversationRequest extends Pick<SimulatedRequest, "prompt" | "toolResult"> {
  readonly context: string;
  readonly promptTokens: number;
  readonly answerPrefix: string;
}

/**
 * Returns the prompt of a conversation, including APIs in which a tool result is part of a user turn.
 *
 * @param system Text before the turns; can be empty.
 */
export function promptFromTurns(system: string, turns: readonly PromptTurn[]): ConversationRequest {
  const last = turns.at(-1);
  const parts = turns.flatMap((turn) => turn.parts);
  const texts = [system, ...parts.flatMap((part) => (part.kind === "image" ? [] : [part.text]))];
  const imageTokens = parts.map((part) => (part.kind === "image" ? part.tokens : 0));
  const lastPart = last?.parts.at(-1);
  return {
    // A turn with only tool results is no question: the prompt is the user turn before it.
    prompt: textOfTurn(turns.findLast((turn) => turn.role === "user" && !isToolResult(turn))),
    context: texts.filter((text) => text !== "").join("\n"),
    promptTokens: [...texts.map((text) => tokensOf(text).length), ...imageTokens].reduce(
      (sum, count) => sum + count,
      0,
    ),
    // A trailing assistant message is continued.
    answerPrefix: last?.role === "model" ? textOfTurn(last) : "",
    toolResult: lastPart?.kind === "tool-result" ? lastPart.text : undefined,
  };
}

/**
 * Returns the prompt of a chat in OpenAI's and Ollama's format, where a tool result is a message.
 *
 * @param imagesOf Returns the images of a message.
 * @throws {SimulationError} When there is no message, or a message is invalid.
 */
export function promptFromMessages(
  body: unknown,
  imagesOf: (message: unknown) => PromptPart[],
): ConversationRequest {
  const turns = turnsIn(body, "messages", (message) => {
    const kind = dig(message, "role") === "tool" ? "tool-result" : "text";
    return [...imagesOf(message), { kind, text: textIn(message, "content") }];
  });
  return promptFromTurns("", turns);
}

function textOfTurn(turn: PromptTurn | undefined): string {
  return (turn?.parts ?? []).map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function isToolResult({ parts }: PromptTurn): boolean {
  const kinds = new Set(parts.map(({ kind }) => kind));
  return kinds.has("tool-result") && !kinds.has("text");
}
