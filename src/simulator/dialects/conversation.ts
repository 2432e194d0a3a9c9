import type { SimulatedRequest } from "../simulated-request.ts";
import { SimulationError } from "../simulation-error.ts";
import { tokensOf } from "../tokens.ts";

/** One turn of a conversation, in the order in which its pieces stand. */
export interface Turn {
  readonly isUser: boolean;
  readonly pieces: readonly TurnPiece[];
}

/** Something said, or what a tool gave back. */
export interface TurnPiece {
  readonly kind: "text" | "tool-result";
  readonly text: string;
}

type Asked = Required<Pick<SimulatedRequest, "prompt" | "context" | "promptTokens">> &
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
    prompt: wordsOf(turns.findLast((turn) => turn.isUser && !isHandOver(turn))),
    context: texts.filter((text) => text !== "").join("\n"),
    promptTokens: texts.reduce((sum, text) => sum + tokensOf(text).length, 0),
    toolResult: lastPiece?.kind === "tool-result" ? lastPiece.text : undefined,
  };
}

function wordsOf(turn: Turn | undefined): string {
  return (turn?.pieces ?? []).map(({ kind, text }) => (kind === "text" ? text : "")).join("");
}

function isHandOver({ pieces }: Turn): boolean {
  return pieces.length > 0 && pieces.every(({ kind }) => kind === "tool-result");
}
