import { asCount, asList, asText, dig } from "../wire/index.ts";
import type { AnswerWriter } from "./answer-writer.ts";
import { asWord } from "./openai-finish.ts";

/** Puts the pieces of tool calls together, as OpenAI's chat wire and its many imitations send them. */
export interface ToolCallPieces {
  /** @param delta One chunk's delta. */
  add(delta: unknown): void;
  /** Whether there has been a call. */
  readonly any: boolean;
}

/**
 * A piece belongs to the call of its index. But servers are seen that leave the index out, or send 0 for
 * every call: so a new id begins a new call, whatever its index, and a piece with neither goes to the
 * latest call. A call without an id gets one, since a result must name it.
 */
export function toolCallPieces(writer: AnswerWriter): ToolCallPieces {
  /** By index: the place of the latest call that used it, and its id. */
  const byIndex = new Map<number, { readonly key: number; readonly id: string | undefined }>();
  let calls = 0;

  function keyOf(piece: unknown, name: string | undefined): number | undefined {
    const index = asCount(dig(piece, "index"));
    const id = asWord(dig(piece, "id"));
    const known = index === undefined ? latest(id) : byIndex.get(index);
    const isNew = id === undefined ? known === undefined && name !== undefined : known?.id !== id;
    if (!isNew) return known?.key;
    const key = calls++;
    byIndex.set(index ?? key, { key, id });
    writer.startTool(key, { id: id ?? `call-${key}`, name: name ?? "" });
    return key;
  }

  /** The call of this id; without an id, the one that began last. */
  function latest(id: string | undefined) {
    return [...byIndex.values()]
      .filter((call) => id === undefined || call.id === id)
      .toSorted((a, b) => a.key - b.key)
      .at(-1);
  }

  function addPiece(piece: unknown, called: unknown): void {
    const key = keyOf(piece, asWord(dig(called, "name")));
    if (key !== undefined) writer.addArguments(key, argumentsText(dig(called, "arguments")));
  }

  return {
    add(delta) {
      for (const piece of asList(dig(delta, "tool_calls"))) addPiece(piece, dig(piece, "function"));
      // What tool calls were before there could be several.
      const legacy = dig(delta, "function_call");
      if (typeof legacy === "object" && legacy !== null) addPiece({ index: 0 }, legacy);
    },
    get any() {
      return calls > 0;
    },
  };
}

/** Some servers send the arguments as the object that they are. */
function argumentsText(given: unknown): string | undefined {
  if (typeof given === "object" && given !== null) return JSON.stringify(given);
  return asText(given);
}
