import type { SimulatedRequest } from "../simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import { tokensOf } from "../tokens.ts";

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

/** Who speaks in a turn, by the words of all wires; where nobody is named, the user does. */
export function speakerOf(role: unknown): Turn["by"] {
  switch (role ?? "user") {
    case "user":
      return "user";
    case "assistant":
    case "model":
      return "model";
    default:
      return "other";
  }
}

type Asked = Required<Pick<SimulatedRequest, "prompt" | "context" | "promptTokens" | "begun">> &
  Pick<SimulatedRequest, "toolResult">;

/**
 * What a conversation asks, on wires where what a tool gave back is a piece of a user's turn.
 *
 * @param system What stands before the turns; empty where nothing does.
 * @throws {SimulationError} When there is no turn.
 */
export function conversationOf(system: string, turns: readonly Turn[]): Asked {
  const last = turns.at(-1);
  if (last === undefined) {
    throw new SimulationError("Cannot answer as the conversation must have a message");
  }
  const texts = [system, ...turns.flatMap(({ pieces }) => pieces.map(({ text }) => text))];
  const lastPiece = last.pieces.at(-1);
  return {
    // A turn that only hands over results says nothing: the question is the one before it.
    prompt: wordsOf(turns.findLast((turn) => turn.by === "user" && !isHandOver(turn))),
    context: texts.filter((text) => text !== "").join("\n"),
    promptTokens: texts.reduce((sum, text) => sum + tokensOf(text).length, 0),
    // An answer whose beginning is given is gone on with.
    begun: last.by === "model" ? wordsOf(last) : "",
    toolResult: lastPiece?.kind === "tool-result" ? lastPiece.text : undefined,
  };
}

function wordsOf(turn: Turn | undefined): string {
  return (turn?.pieces ?? []).map(({ kind, text }) => (kind === "text" ? text : "")).join("");
}

function isHandOver({ pieces }: Turn): boolean {
  return pieces.length > 0 && pieces.every(({ kind }) => kind === "tool-result");
}
