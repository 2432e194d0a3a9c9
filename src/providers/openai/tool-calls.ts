import { asCount, asList, dig } from "../../wire/index.ts";
import type { AnswerWriter } from "../decode/answer-writer.ts";
import { jsonClosing } from "../decode/json-closing.ts";
import { nonEmptyText } from "../decode/non-empty-text.ts";
import { argumentsText } from "../decode/tool-arguments.ts";

/** Puts the pieces of tool calls together, as OpenAI's chat wire and its many imitations send them. */
export interface ToolCallPieces {
  /**
   * @param delta One chunk's delta.
   * @param sourceOf The JSON text at a path inside the delta, if it is known.
   */
  add(delta: unknown, sourceOf: SourceOf): void;
  /** No more pieces come: begins the calls whose name has not come. */
  end(): void;
  /** Whether there has been a call. */
  readonly any: boolean;
}

/** Returns the JSON text at a path; `undefined` if it is not known. */
export type SourceOf = (...path: readonly (string | number)[]) => string | undefined;

interface Call {
  /** What the writer knows it by: an index would not do, since some servers use one for all calls. */
  readonly key: number;
  /** `undefined` while none has come. One that comes after the name is too late: the call has begun. */
  id: string | undefined;
  readonly index: number | undefined;
  /** `undefined` while it has not come. The call begins with it. */
  name: string | undefined;
  readonly written: string[];
  /** How many of the pieces are known to leave the arguments open. */
  checkedPieces: number;
  readonly closing: ReturnType<typeof jsonClosing>;
}

/** What one piece says of the call that it belongs to. */
interface Marks {
  readonly index: number | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** Whether it brings arguments. */
  readonly hasText: boolean;
}

/**
 * By the book, a piece belongs to the call of its index, and the first piece alone brings id and name.
 * In the wild the index is missing, or 0 for every call (Ollama); ids come on every piece, or another one
 * on each (vLLM's harmony, Poolside); names come on every piece, or only with the second. So a piece goes to
 * the call that has its id, unless it has another index, and a name that cannot go on with that call; else to the call
 * of its index, else to the latest. It begins a new call if there is none, or if it brings a name and the call it would
 * go to has another name or is complete. Arguments that come first open the call of their index.
 *
 * A call without an id gets one, since a result must name it.
 */
export function toolCallPieces(writer: AnswerWriter): ToolCallPieces {
  const byIndex = new Map<number, Call>();
  const byId = new Map<string, Call>();
  const nameless = new Set<Call>();
  let latest: Call | undefined;
  let calls = 0;

  function begin(call: Call): void {
    writer.startTool(call.key, { id: call.id ?? `call-${call.key}`, name: call.name ?? "" });
    for (const text of call.written) writer.addArguments(call.key, text);
  }

  function create({ index, id, name }: Marks): Call {
    const closing = jsonClosing();
    latest = { key: calls++, id, index, name, written: [], checkedPieces: 0, closing };
    if (name === undefined) nameless.add(latest);
    else begin(latest);
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
    if (same !== undefined) return isOther(same, marks) ? create(marks) : same;
    const near = nearest(marks);
    if (near === undefined) return mayBegin(marks) ? create(marks) : near;
    return name === undefined || takesName(near, name) ? near : create(marks);
  }

  /** Keeps what a piece reveals of its call. */
  function note(call: Call, { index, id, name }: Marks): void {
    if (index !== undefined) byIndex.set(index, call);
    if (id !== undefined) byId.set(id, call);
    call.id ??= id;
    if (call.name !== undefined || name === undefined) return;
    call.name = name;
    nameless.delete(call);
    begin(call);
  }

  function addPiece(piece: unknown, called: unknown, sourceOf: SourceOf): void {
    const text = textOf(called, sourceOf);
    const marks: Marks = {
      index: asCount(dig(piece, "index")),
      id: nonEmptyText(dig(piece, "id")),
      name: nonEmptyText(dig(called, "name")),
      hasText: text !== "",
    };
    const call = callOf(marks);
    if (call === undefined) return;
    note(call, marks);
    if (text === "") return;
    call.written.push(text);
    if (call.name !== undefined) writer.addArguments(call.key, text);
  }

  return {
    add(delta, sourceOf) {
      for (const [place, piece] of asList(dig(delta, "tool_calls")).entries()) {
        addPiece(piece, dig(piece, "function"), (...path) =>
          sourceOf("tool_calls", place, "function", ...path),
        );
      }
      // What tool calls were before there could be several.
      const legacy = dig(delta, "function_call");
      if (isObject(legacy)) {
        addPiece({ index: 0 }, legacy, (...path) => sourceOf("function_call", ...path));
      }
    },
    end() {
      for (const call of nameless) begin(call);
      nameless.clear();
    },
    get any() {
      return calls > 0;
    },
  };
}

/** The arguments in a piece; `""` if it has none. Some servers send them as the object that they are. */
function textOf(called: unknown, sourceOf: SourceOf): string {
  const given = dig(called, "arguments");
  const source = typeof given === "object" ? sourceOf("arguments") : undefined;
  return argumentsText(given, source) ?? "";
}

/** Whether a piece without a call begins one. */
function mayBegin({ index, id, name, hasText }: Marks): boolean {
  return id !== undefined || name !== undefined || (index !== undefined && hasText);
}

/** Whether a delta has pieces of calls. */
export function hasCalls(delta: unknown): boolean {
  return isObject(dig(delta, "tool_calls")) || isObject(dig(delta, "function_call"));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether a piece with the id of this call belongs to another one, to which the server gave the same id. */
function isOther(call: Call, { index, name }: Marks): boolean {
  const hasOtherIndex = call.index !== undefined && index !== undefined && index !== call.index;
  return hasOtherIndex && name !== undefined && !takesName(call, name);
}

/** Whether a piece with this name may go on with the call. */
function takesName(call: Call, name: string): boolean {
  if (call.name === undefined) return true;
  return call.name === name && !isComplete(call);
}

/** Whether nothing can be added to a call's arguments. Checked only if a name comes again. */
function isComplete(call: Call): boolean {
  for (; call.checkedPieces < call.written.length; call.checkedPieces++) {
    call.closing.push(call.written[call.checkedPieces] ?? "");
  }
  return call.closing.isClosed;
}
