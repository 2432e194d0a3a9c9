import type { SimulatedRequest } from "../simulated-request.ts";
import { dig } from "../../wire/index.ts";
import { tokensOf } from "../tokens.ts";
import { messagesIn, textIn, wrongField } from "./request-fields.ts";

/** One turn of a conversation, in the order in which its pieces stand. */
export interface Turn {
  readonly by: "user" | "model" | "other";
  readonly pieces: readonly TurnPiece[];
}

/** Something said, or what a tool gave back. */
export interface TurnPiece {
  readonly kind: "text" | "tool-result";
  readonly text: string;
}

/**
 * Who speaks in a turn, by the words of all wires; where nobody is named, the user does.
 *
 * @throws {SimulationError} When it is not text.
 */
export function speakerOf(role: unknown): Turn["by"] {
  switch (role ?? "user") {
    case "user":
      return "user";
    case "assistant":
    case "model":
      return "model";
    default:
      if (typeof role === "string") return "other";
      throw wrongField("role", "text", role);
  }
}

type Asked = Required<Pick<SimulatedRequest, "prompt" | "context" | "promptTokens" | "begun">> &
  Pick<SimulatedRequest, "toolResult">;

/**
 * What a conversation asks, also on wires where what a tool gave back is a piece of a user's turn.
 *
 * @param system What stands before the turns; empty where nothing does.
 */
export function conversationOf(system: string, turns: readonly Turn[]): Asked {
  const last = turns.at(-1);
  const texts = [system, ...turns.flatMap(({ pieces }) => pieces.map(({ text }) => text))];
  const lastPiece = last?.pieces.at(-1);
  return {
    // A turn that only hands over results says nothing: the question is the one before it.
    prompt: wordsOf(turns.findLast((turn) => turn.by === "user" && !isHandOver(turn))),
    context: texts.filter((text) => text !== "").join("\n"),
    promptTokens: texts.reduce((sum, text) => sum + tokensOf(text).length, 0),
    // An answer whose beginning is given is gone on with.
    begun: last?.by === "model" ? wordsOf(last) : "",
    toolResult: lastPiece?.kind === "tool-result" ? lastPiece.text : undefined,
  };
}

/**
 * What the messages of a chat ask, where each is one text, and what a tool gave back is a message of its own:
 * OpenAI's and Ollama's.
 *
 * @throws {SimulationError} When there is no message, or it is not what it must be.
 */
export function chatIn(body: unknown): Asked {
  const turns = messagesIn(body, "messages").map((message): Turn => {
    const role = dig(message, "role");
    const kind = role === "tool" ? "tool-result" : "text";
    return { by: speakerOf(role), pieces: [{ kind, text: textIn(message, "content") }] };
  });
  return conversationOf("", turns);
}

function wordsOf(turn: Turn | undefined): string {
  return (turn?.pieces ?? []).map(({ kind, text }) => (kind === "text" ? text : "")).join("");
}

function isHandOver({ pieces }: Turn): boolean {
  return pieces.length > 0 && pieces.every(({ kind }) => kind === "tool-result");
}
