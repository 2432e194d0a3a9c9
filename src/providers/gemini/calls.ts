import { closedToolInput } from "../../events/index.ts";
import { asList, asText, dig, jsonChildren, jsonSource } from "../../wire/index.ts";
import type { AnswerWriter } from "../decode/answer-writer.ts";
import { type GeminiArguments, geminiArguments } from "./arguments.ts";
import { argumentsText } from "../decode/tool-arguments.ts";

/**
 * Puts Gemini's tool calls together. Most come whole, in one part. With `streamFunctionCallArguments` a first
 * part has the name, and nameless ones bring the arguments, for as long as `willContinue` is set.
 *
 * A nameless part belongs to the call with its id, else to the latest open one. A first part without
 * arguments stays open until another call begins, because some proxies send them in a separate part.
 */
export interface GeminiCalls {
  /**
   * Takes a `functionCall`; `undefined` is none.
   *
   * @param source Its JSON text, if it is known.
   */
  add(call: unknown, source: string | undefined): void;
  /**
   * No more parts come: ends the calls that no part has promised to continue.
   *
   * @param isNatural Whether the model came to its end by itself. If not, a call without arguments may have
   * been cut off before them.
   */
  end(isNatural: boolean): void;
  /** Whether a call has begun. */
  readonly called: boolean;
}

interface OpenCall {
  readonly key: number;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly args: GeminiArguments;
  /** Whether the provider has sent arguments, be they empty. */
  hasArguments: boolean;
  /** Whether the latest part of it announces another. */
  willContinue: boolean;
  isOpen: boolean;
}

/** One `functionCall`. */
interface Part {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** Whole members of the arguments, as JSON text; `undefined` if the arguments are no object. */
  readonly members: readonly (readonly [string, string])[] | undefined;
  readonly pieces: readonly unknown[];
  /** Whether it brings no value. */
  readonly isBare: boolean;
  readonly hasArguments: boolean;
  readonly willContinue: boolean;
}

/** @param nameOf A unique id for the call with this number, if the provider sends none. */
export function geminiCalls(writer: AnswerWriter, nameOf: (key: number) => string): GeminiCalls {
  /** In the order in which they began; those that have ended are removed once they are last. */
  const begun: OpenCall[] = [];
  const byId = new Map<string, OpenCall>();
  /** Open, and not announced to continue. */
  const held = new Set<OpenCall>();
  let calls = 0;

  function latestOpen(): OpenCall | undefined {
    while (begun.at(-1)?.isOpen === false) begun.pop();
    return begun.at(-1);
  }

  function begin({ id, name }: Part): OpenCall {
    const key = calls++;
    writer.startTool(key, { id: id ?? nameOf(key), name: name ?? "" });
    const call = {
      key,
      id,
      name,
      args: geminiArguments(),
      hasArguments: false,
      willContinue: false,
      isOpen: true,
    };
    begun.push(call);
    if (id !== undefined) byId.set(id, call);
    return call;
  }

  function end(call: OpenCall): void {
    call.isOpen = false;
    held.delete(call);
    if (call.hasArguments) writer.addArguments(call.key, call.args.end());
    writer.endTool(call.key);
  }

  function settle(isNatural: boolean): void {
    for (const call of held) if (isNatural || !call.args.isEmpty) end(call);
  }

  /** The open call that a part continues. */
  function continued({ id, name }: Part): OpenCall | undefined {
    const known = id === undefined ? undefined : byId.get(id);
    if (known?.isOpen === true) return known;
    const latest = latestOpen();
    if (name !== undefined)
      return id === undefined && isPromised(latest, name) ? latest : undefined;
    return id === undefined || latest?.id === undefined ? latest : undefined;
  }

  function write(call: OpenCall, { members, pieces, ...part }: Part): void {
    const { args } = call;
    call.willContinue = part.willContinue;
    if (part.willContinue) held.delete(call);
    else held.add(call);
    call.hasArguments ||= part.hasArguments;
    const text = [
      part.willContinue ? args.begin() : "",
      ...(members?.map(([member, json]) => args.set(member, json)) ?? [args.add(undefined)]),
      ...pieces.map(args.add),
    ];
    writer.addArguments(call.key, text.join(""));
  }

  function take(part: Part, known: OpenCall | undefined): void {
    if (known === undefined) settle(true);
    const call = known ?? begin(part);
    write(call, part);
    // More pieces have been seen after one that did not announce them.
    const isOver = part.isBare ? known !== undefined : part.pieces.length === 0;
    if (isOver && !part.willContinue) end(call);
  }

  return {
    add(value, source) {
      if (typeof value !== "object" || value === null) return;
      const part = partOf(value, source);
      const known = continued(part);
      // Vertex sends an empty part after calls that have already ended.
      if (known !== undefined || part.name !== undefined || !part.isBare) take(part, known);
    },
    end: settle,
    get called() {
      return calls > 0;
    },
  };
}

function isPromised(call: OpenCall | undefined, name: string): boolean {
  return call?.willContinue === true && call.name === name;
}

function partOf(value: object, source: string | undefined): Part {
  const pieces = asList(dig(value, "partialArgs"));
  const members = membersOf(dig(value, "args"), jsonSource(source, "args"));
  const willContinue = dig(value, "willContinue") === true;
  return {
    id: wordIn(value, "id"),
    name: wordIn(value, "name"),
    members,
    pieces,
    isBare: pieces.length === 0 && members?.length === 0,
    hasArguments: dig(value, "args") !== undefined || pieces.length > 0 || willContinue,
    willContinue,
  };
}

/** Some servers write the empty text for what they do not know. */
function wordIn(value: object, name: string): string | undefined {
  const word = asText(dig(value, name));
  return word === "" ? undefined : word;
}

/**
 * The members of whole arguments, each as JSON text; `undefined` if they are no object. Some servers encode
 * them twice, and some write an empty object as an empty array.
 */
function membersOf(
  args: unknown,
  source: string | undefined,
): readonly (readonly [string, string])[] | undefined {
  if (args === undefined || args === null) return [];
  const text = argumentsText(args, source) ?? "";
  const value = closedToolInput(text);
  const isList = Array.isArray(value);
  if (typeof value !== "object" || value === null || (isList && value.length > 0)) return undefined;
  return [...jsonChildren(text)];
}
