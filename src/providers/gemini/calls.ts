import { closedToolInput } from "../../events/index.ts";
import { asList, dig, jsonChildren, jsonSource } from "../../wire/index.ts";
import type { AnswerWriter } from "../decode/answer-writer.ts";
import { nonEmptyText } from "../decode/non-empty-text.ts";
import { type ArgumentsBuilder, argumentsBuilder } from "./arguments.ts";
import { argumentsText } from "../decode/tool-arguments.ts";

interface OpenCall {
  readonly key: number;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly args: ArgumentsBuilder;
  /** Whether the provider has sent arguments, even empty ones. */
  hasArguments: boolean;
  /** Whether its latest part announces another one. */
  willContinue: boolean;
  isOpen: boolean;
}

interface Part {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** Complete members of the arguments, as JSON text; `undefined` if the arguments are not an object. */
  readonly members: readonly (readonly [string, string])[] | undefined;
  readonly partialArgs: readonly unknown[];
  /** Whether it has no values. */
  readonly isEmpty: boolean;
  readonly hasArguments: boolean;
  readonly willContinue: boolean;
}

/**
 * Assembles tool calls. Most come whole, in one part. With `streamFunctionCallArguments`, the first part has the name;
 * nameless parts with the arguments follow while `willContinue` is set.
 *
 * A nameless part belongs to the call with its id, or else to the latest open call. A call whose first part has no
 * arguments stays open until another call starts, because some proxies send them in a separate part.
 *
 * @param createId Returns a unique id for a call to which the provider gave none.
 */
export function callAssembler(writer: AnswerWriter, createId: (key: number) => string) {
  /** Ended calls are removed once they are last. */
  const started: OpenCall[] = [];
  const byId = new Map<string, OpenCall>();
  /** Open calls that are not announced to continue. */
  const pending = new Set<OpenCall>();
  let calls = 0;

  function latestOpen(): OpenCall | undefined {
    while (started.at(-1)?.isOpen === false) started.pop();
    return started.at(-1);
  }

  function start({ id, name }: Part): OpenCall {
    const key = calls++;
    writer.startTool(key, { id: id ?? createId(key), name: name ?? "" });
    const args = argumentsBuilder();
    const call = { key, id, name, args, hasArguments: false, willContinue: false, isOpen: true };
    started.push(call);
    if (id !== undefined) byId.set(id, call);
    return call;
  }

  function end(call: OpenCall): void {
    call.isOpen = false;
    pending.delete(call);
    if (call.hasArguments) writer.addArguments(call.key, call.args.end());
    writer.endTool(call.key);
  }

  /**
   * Ends all calls that are not announced to continue.
   *
   * @param isNatural Whether the model ended the answer itself. If not, a call without arguments may have been cut off
   * before them.
   */
  function endPending(isNatural: boolean): void {
    for (const call of pending) if (isNatural || !call.args.isEmpty) end(call);
  }

  function openCallFor({ id, name }: Part): OpenCall | undefined {
    const known = id === undefined ? undefined : byId.get(id);
    if (known?.isOpen === true) return known;
    const latest = latestOpen();
    if (name !== undefined) {
      return id === undefined && isAnnounced(latest, name) ? latest : undefined;
    }
    return id === undefined || latest?.id === undefined ? latest : undefined;
  }

  function write(call: OpenCall, { members, partialArgs, ...part }: Part): void {
    const { args } = call;
    call.willContinue = part.willContinue;
    if (part.willContinue) pending.delete(call);
    else pending.add(call);
    call.hasArguments ||= part.hasArguments;
    const text = [
      part.willContinue ? args.begin() : "",
      ...(members?.map(([member, json]) => args.set(member, json)) ?? [args.add(undefined)]),
      ...partialArgs.map(args.add),
    ];
    writer.addArguments(call.key, text.join(""));
  }

  function addPart(part: Part, open: OpenCall | undefined): void {
    if (open === undefined) endPending(true);
    const call = open ?? start(part);
    write(call, part);
    // Servers have sent further partial arguments without announcing them.
    const isOver = part.isEmpty ? open !== undefined : part.partialArgs.length === 0;
    if (isOver && !part.willContinue) end(call);
  }

  return {
    /**
     * Adds a `functionCall`; ignores `undefined`.
     *
     * @param source The JSON text of the call, if it is known.
     */
    add(value: unknown, source: string | undefined): void {
      if (typeof value !== "object" || value === null) return;
      const part = partOf(value, source);
      const open = openCallFor(part);
      // Vertex sends an empty part after calls that have ended.
      if (open !== undefined || part.name !== undefined || !part.isEmpty) addPart(part, open);
    },
    end: endPending,
    get hasCalls() {
      return calls > 0;
    },
  };
}

function isAnnounced(call: OpenCall | undefined, name: string): boolean {
  return call?.willContinue === true && call.name === name;
}

function partOf(value: object, source: string | undefined): Part {
  const partialArgs = asList(dig(value, "partialArgs"));
  const members = membersOf(dig(value, "args"), jsonSource(source, "args"));
  const willContinue = dig(value, "willContinue") === true;
  return {
    id: nonEmptyText(dig(value, "id")),
    name: nonEmptyText(dig(value, "name")),
    members,
    partialArgs,
    isEmpty: partialArgs.length === 0 && members?.length === 0,
    hasArguments: dig(value, "args") !== undefined || partialArgs.length > 0 || willContinue,
    willContinue,
  };
}

/**
 * The members of complete arguments, each as JSON text; `undefined` if the arguments are not an object. Some servers
 * encode them twice, and some write an empty object as an empty array.
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
