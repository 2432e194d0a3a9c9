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

interface Call {
  /** What the writer knows it by: an index would not do, since some servers use one for all calls. */
  readonly key: number;
  readonly name: string | undefined;
  readonly written: string[];
}

/** What one piece says of the call that it belongs to. */
interface Marks {
  readonly index: number | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/**
 * By the book, a piece belongs to the call of its index, and the first piece alone brings id and name.
 * In the wild the index is missing, or 0 for every call (Ollama); ids come on every piece, or another one
 * on each (vLLM's harmony, Poolside); names come on every piece. So a piece goes to the call that has its
 * id, else to the call of its index, else to the latest; and begins a new one where there is none, or
 * where it brings a name and the call it would go to has another name or is complete.
 *
 * A call without an id gets one, since a result must name it.
 */
export function toolCallPieces(writer: AnswerWriter): ToolCallPieces {
  const byIndex = new Map<number, Call>();
  const byId = new Map<string, Call>();
  let latest: Call | undefined;
  let calls = 0;

  function begin({ id, name }: Marks): Call {
    const key = calls++;
    latest = { key, name, written: [] };
    writer.startTool(key, { id: id ?? `call-${key}`, name: name ?? "" });
    return latest;
  }

  /** The call that a piece without a known id may go to. */
  function nearest({ index, id, name }: Marks): Call | undefined {
    const isNamed = id !== undefined || name !== undefined;
    if (index === undefined) return latest;
    return byIndex.get(index) ?? (isNamed ? undefined : latest);
  }

  function callOf(marks: Marks): Call | undefined {
    const { id, name } = marks;
    const same = id === undefined ? undefined : byId.get(id);
    if (same !== undefined) return same;
    const near = nearest(marks);
    if (near === undefined) return id === undefined && name === undefined ? near : begin(marks);
    const goesOn = name === undefined || (near.name === name && !isComplete(near));
    return goesOn ? near : begin(marks);
  }

  function addPiece(piece: unknown, called: unknown): void {
    const marks: Marks = {
      index: asCount(dig(piece, "index")),
      id: asWord(dig(piece, "id")),
      name: asWord(dig(called, "name")),
    };
    const call = callOf(marks);
    if (call === undefined) return;
    if (marks.index !== undefined) byIndex.set(marks.index, call);
    if (marks.id !== undefined) byId.set(marks.id, call);
    const text = argumentsText(dig(called, "arguments"));
    if (text !== undefined) call.written.push(text);
    writer.addArguments(call.key, text);
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

/** Whether nothing can be added to a call's arguments. Asked only where a name comes again. */
function isComplete({ written }: Call): boolean {
  try {
    JSON.parse(written.join(""));
    return true;
  } catch {
    return false;
  }
}

/** Some servers send the arguments as the object that they are. */
function argumentsText(given: unknown): string | undefined {
  if (typeof given === "object" && given !== null) return JSON.stringify(given);
  return asText(given);
}
