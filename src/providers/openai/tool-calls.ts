import { asCount, asList, dig } from "../../wire/index.ts";
import type { AnswerWriter } from "../decode/answer-writer.ts";
import { jsonClosing } from "../decode/json-closing.ts";
import { nonEmptyText } from "../decode/non-empty-text.ts";
import { argumentsText } from "../decode/tool-arguments.ts";

export type ToolCalls = ReturnType<typeof toolCalls>;

/** Returns the JSON text at a path; `undefined` if it is not known. */
export type SourceOf = (...path: readonly (string | number)[]) => string | undefined;

interface Call {
  /** Its key for the writer. Not its index, because some servers use one index for all calls. */
  readonly key: number;
  /** An id that comes after the name is ignored, because the call has started by then. */
  id: string | undefined;
  readonly index: number | undefined;
  /** Starts the call. */
  name: string | undefined;
  readonly argumentParts: string[];
  /** Number of parts that `closing` has read. */
  checkedParts: number;
  readonly closing: ReturnType<typeof jsonClosing>;
}

interface PartFields {
  readonly index: number | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly hasArguments: boolean;
}

/**
 * Assembles tool calls in the forms of OpenAI's chat API and compatible servers.
 *
 * By the specification, a part belongs to the call with its index, and only the first part has the id and the name. In
 * practice, the index is missing or 0 for every call (Ollama); the id comes with every part, or is a new one on each
 * (vLLM's harmony, Poolside); the name comes with every part, or only with the second. So a part belongs to the call
 * with its id, unless its index differs and its name does not fit that call; else to the call with its index; else to
 * the latest. It starts a new call if there is none, or if it has a name and that call has another name or is complete.
 * Arguments that come first open the call with their index.
 *
 * A call without an id gets one, because its result must refer to it.
 */
export function toolCalls(writer: AnswerWriter) {
  const byIndex = new Map<number, Call>();
  const byId = new Map<string, Call>();
  const nameless = new Set<Call>();
  let latest: Call | undefined;
  let calls = 0;

  function start(call: Call): void {
    writer.startTool(call.key, { id: call.id ?? `call-${call.key}`, name: call.name ?? "" });
    for (const text of call.argumentParts) writer.addArguments(call.key, text);
  }

  function create({ index, id, name }: PartFields): Call {
    const closing = jsonClosing();
    latest = { key: calls++, id, index, name, argumentParts: [], checkedParts: 0, closing };
    if (name === undefined) nameless.add(latest);
    else start(latest);
    return latest;
  }

  /** The call that a part without a known id may belong to. */
  function nearest({ index, id, name }: PartFields): Call | undefined {
    const isIdentified = id !== undefined || name !== undefined;
    if (index === undefined) return latest;
    return byIndex.get(index) ?? (isIdentified ? undefined : latest);
  }

  function callOf(part: PartFields): Call | undefined {
    const { id, name } = part;
    const withId = id === undefined ? undefined : byId.get(id);
    if (withId !== undefined) return isOtherCall(withId, part) ? create(part) : withId;
    const near = nearest(part);
    if (near === undefined) return canStart(part) ? create(part) : near;
    return name === undefined || acceptsName(near, name) ? near : create(part);
  }

  function identify(call: Call, { index, id, name }: PartFields): void {
    if (index !== undefined) byIndex.set(index, call);
    if (id !== undefined) byId.set(id, call);
    call.id ??= id;
    if (call.name !== undefined || name === undefined) return;
    call.name = name;
    nameless.delete(call);
    start(call);
  }

  function addPart(part: unknown, called: unknown, sourceOf: SourceOf): void {
    const text = argumentsIn(called, sourceOf);
    const fields: PartFields = {
      index: asCount(dig(part, "index")),
      id: nonEmptyText(dig(part, "id")),
      name: nonEmptyText(dig(called, "name")),
      hasArguments: text !== "",
    };
    const call = callOf(fields);
    if (call === undefined) return;
    identify(call, fields);
    if (text === "") return;
    call.argumentParts.push(text);
    if (call.name !== undefined) writer.addArguments(call.key, text);
  }

  return {
    /** @param sourceOf Finds JSON text inside the delta. */
    add(delta: unknown, sourceOf: SourceOf): void {
      for (const [position, part] of asList(dig(delta, "tool_calls")).entries()) {
        addPart(part, dig(part, "function"), (...path) =>
          sourceOf("tool_calls", position, "function", ...path),
        );
      }
      // The form from before parallel tool calls.
      const legacy = dig(delta, "function_call");
      if (isObject(legacy)) {
        addPart({ index: 0 }, legacy, (...path) => sourceOf("function_call", ...path));
      }
    },
    /** Starts the calls whose name has not come. */
    end(): void {
      for (const call of nameless) start(call);
      nameless.clear();
    },
    get hasCalls(): boolean {
      return calls > 0;
    },
  };
}

/** The arguments in a part, or `""`. Some servers send them as an object. */
function argumentsIn(called: unknown, sourceOf: SourceOf): string {
  const value = dig(called, "arguments");
  const source = typeof value === "object" ? sourceOf("arguments") : undefined;
  return argumentsText(value, source) ?? "";
}

function canStart({ index, id, name, hasArguments }: PartFields): boolean {
  return id !== undefined || name !== undefined || (index !== undefined && hasArguments);
}

export function hasCalls(delta: unknown): boolean {
  return isObject(dig(delta, "tool_calls")) || isObject(dig(delta, "function_call"));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether a part with this call's id belongs to another call, to which the server gave the same id. */
function isOtherCall(call: Call, { index, name }: PartFields): boolean {
  const hasOtherIndex = call.index !== undefined && index !== undefined && index !== call.index;
  return hasOtherIndex && name !== undefined && !acceptsName(call, name);
}

function acceptsName(call: Call, name: string): boolean {
  if (call.name === undefined) return true;
  return call.name === name && !isComplete(call);
}

/** Checked only if a name is repeated. */
function isComplete(call: Call): boolean {
  for (; call.checkedParts < call.argumentParts.length; call.checkedParts++) {
    call.closing.push(call.argumentParts[call.checkedParts] ?? "");
  }
  return call.closing.isClosed;
}
