import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import { asText, dig } from "../../../wire/index.ts";
import { imageSizeOf } from "./image-size.ts";
import type { ImageRule } from "./image-tokens.ts";
import { tokensOf } from "../../answer/tokens.ts";
import { messagesIn, textIn, invalidField } from "./fields.ts";

/** One turn of a conversation, in the order in which its pieces stand. */
export interface PromptTurn {
  readonly by: "user" | "model" | "other";
  readonly pieces: readonly PromptPart[];
}

/** Text, an image or the result of a tool. */
export type PromptPart =
  | { readonly kind: "text" | "tool-result"; readonly text: string }
  /** An image by its number of tokens. */
  | { readonly kind: "image"; readonly tokens: number };

/**
 * An image in a turn.
 *
 * @param data Base64 or a URL; only of the former, and of `data:` URLs, the size is known.
 */
export function imagePart(data: unknown, rule: ImageRule): PromptPart {
  return { kind: "image", tokens: rule(imageSizeOf(asText(data) ?? "")) };
}

/**
 * Who speaks in a turn, by the words of all wires; where nobody is named, the user does.
 *
 * @throws {SimulationError} When it is not text.
 */
export function roleOf(role: unknown): PromptTurn["by"] {
  switch (role ?? "user") {
    case "user":
      return "user";
    case "assistant":
    case "model":
      return "model";
    default:
      if (typeof role === "string") return "other";
      throw invalidField("role", "text", role);
  }
}

interface ConversationRequest extends Pick<SimulatedRequest, "prompt" | "toolResult"> {
  readonly context: string;
  readonly promptTokens: number;
  readonly answerPrefix: string;
}

/**
 * What a conversation asks, also on wires where what a tool gave back is a piece of a user's turn.
 *
 * @param system What stands before the turns; empty where nothing does.
 */
export function promptFromTurns(system: string, turns: readonly PromptTurn[]): ConversationRequest {
  const last = turns.at(-1);
  const pieces = turns.flatMap((turn) => turn.pieces);
  const texts = [
    system,
    ...pieces.flatMap((piece) => (piece.kind === "image" ? [] : [piece.text])),
  ];
  const imageTokens = pieces.map((piece) => (piece.kind === "image" ? piece.tokens : 0));
  const lastPiece = last?.pieces.at(-1);
  return {
    // A turn that only hands over results says nothing: the question is the one before it.
    prompt: textOfTurn(turns.findLast((turn) => turn.by === "user" && !isToolResult(turn))),
    context: texts.filter((text) => text !== "").join("\n"),
    promptTokens: [...texts.map((text) => tokensOf(text).length), ...imageTokens].reduce(
      (sum, count) => sum + count,
      0,
    ),
    // An answer whose beginning is given is gone on with.
    answerPrefix: last?.by === "model" ? textOfTurn(last) : "",
    toolResult: lastPiece?.kind === "tool-result" ? lastPiece.text : undefined,
  };
}

/**
 * What the messages of a chat ask, where each is one text, and what a tool gave back is a message of its own:
 * OpenAI's and Ollama's.
 *
 * @param imagesOf Reads the images of a message.
 * @throws {SimulationError} When there is no message, or it is not what it must be.
 */
export function promptFromMessages(
  body: unknown,
  imagesOf: (message: unknown) => PromptPart[],
): ConversationRequest {
  const turns = messagesIn(body, "messages").map((message): PromptTurn => {
    const role = dig(message, "role");
    const kind = role === "tool" ? "tool-result" : "text";
    const text: PromptPart = { kind, text: textIn(message, "content") };
    return { by: roleOf(role), pieces: [...imagesOf(message), text] };
  });
  return promptFromTurns("", turns);
}

function textOfTurn(turn: PromptTurn | undefined): string {
  return (turn?.pieces ?? []).map((piece) => (piece.kind === "text" ? piece.text : "")).join("");
}

function isToolResult({ pieces }: PromptTurn): boolean {
  const kinds = new Set(pieces.map(({ kind }) => kind));
  return kinds.has("tool-result") && !kinds.has("text");
}
