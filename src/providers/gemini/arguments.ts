import { asNumber, asText, dig, jsonPathSteps } from "../../wire/index.ts";

export type ArgumentsBuilder = ReturnType<typeof argumentsBuilder>;

type Step = string | number;

/** An object or array that is not closed. */
interface Open {
  /** Its name or index in its parent. */
  readonly step: Step;
  readonly isArray: boolean;
  readonly members: Set<Step>;
}

/** The same limit as for partial JSON. */
const MAX_DEPTH = 512;

/**
 * Builds the arguments of one call as JSON text, from values that each have a path. Every function returns the text that
 * it appends.
 *
 * The text only grows, so the values have to come in the order of the JSON. Nothing is guessed: after a value inside
 * something that is closed, an array with a hole, or an unreadable path or value, the text never ends and is not JSON.
 *
 * Cost: O(characters of all values).
 */
export function argumentsBuilder() {
  /** From the outermost. */
  const open: Open[] = [];
  /** The path of a string without its closing quote. */
  let openString: string | undefined;
  let willContinue = false;
  let isBroken = false;

  /** Returns the opening brace; `""` once it has been written. */
  function begin(): string {
    if (open.length > 0) return "";
    open.push({ step: "", isArray: false, members: new Set() });
    return "{";
  }

  function closeTo(depth: number): string {
    const quote = openString === undefined ? "" : '"';
    openString = undefined;
    const closed = open.splice(depth).toReversed();
    return quote + closed.map(({ isArray }) => (isArray ? "]" : "}")).join("");
  }

  /** The text before a value; `undefined` if the path is not possible. */
  function openPath(path: readonly Step[]): string | undefined {
    let text = begin() + closeTo(sharedDepth(open, path));
    for (const step of path.slice(open.length - 1)) {
      const parent = open.at(-1);
      if (parent === undefined || !canAdd(parent, step)) return undefined;
      if (parent.members.size > 0) text += ",";
      parent.members.add(step);
      if (!parent.isArray) text += `${JSON.stringify(step)}:`;
      const next = path[open.length];
      if (next === undefined) break;
      const isArray = typeof next === "number";
      text += isArray ? "[" : "{";
      open.push({ step, isArray, members: new Set() });
    }
    return text;
  }

  function addJson(path: readonly Step[] | undefined, json: string | undefined): string {
    const isPath = path !== undefined && path.length > 0 && path.length <= MAX_DEPTH;
    const prefix = isPath && json !== undefined ? openPath(path) : undefined;
    isBroken = prefix === undefined;
    // Without any text, the call would look like one without arguments.
    return prefix === undefined || json === undefined ? begin() : prefix + json;
  }

  function addString(path: string, text: string): string {
    const quoted = JSON.stringify(text).slice(0, -1);
    if (path === openString) return quoted.slice(1);
    const added = addJson(jsonPathSteps(path), quoted);
    if (!isBroken) openString = path;
    return added;
  }

  return {
    begin,
    /**
     * Adds one `PartialArg`.
     *
     * @see {@link https://docs.cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/Content#PartialArg}
     */
    add(part: unknown): string {
      if (isBroken) return "";
      const path = asText(dig(part, "jsonPath")) ?? "";
      willContinue = dig(part, "willContinue") === true;
      if (!hasValue(part)) return "";
      const text = asText(dig(part, "stringValue"));
      return text === undefined
        ? addJson(jsonPathSteps(path), scalarIn(part))
        : addString(path, text);
    },
    /** Adds one complete member. A repeated member is written again: in JSON, the last one counts. */
    set(name: string, json: string): string {
      if (isBroken) return "";
      willContinue = false;
      const text = begin() + closeTo(1);
      const comma = open[0]?.members.size === 0 ? "" : ",";
      open[0]?.members.add(name);
      return `${text}${comma}${JSON.stringify(name)}:${json}`;
    },
    /** Returns the rest of the text; `""` while a string is to be continued, or after an error. */
    end: () => (isBroken || willContinue ? "" : begin() + closeTo(0)),
    /** Whether no value has been added. */
    get isEmpty() {
      return !isBroken && (open[0]?.members.size ?? 0) === 0;
    },
  };
}

/** Number of open objects and arrays that are on the path. */
function sharedDepth(open: readonly Open[], path: readonly Step[]): number {
  let depth = 1;
  while (depth < open.length && depth < path.length && open[depth]?.step === path[depth - 1]) {
    depth++;
  }
  return depth;
}

function canAdd({ isArray, members }: Open, step: Step): boolean {
  if (isArray) return step === members.size;
  return typeof step === "string" && !members.has(step);
}

/** Whether there is more than a path and the announcement of further parts. */
function hasValue(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return true;
  return Object.keys(part).some((name) => name !== "jsonPath" && name !== "willContinue");
}

function scalarIn(part: unknown): string | undefined {
  const value = asNumber(dig(part, "numberValue")) ?? dig(part, "boolValue");
  if (typeof value === "number" || typeof value === "boolean") return JSON.stringify(value);
  return dig(part, "nullValue") === undefined ? undefined : "null";
}
