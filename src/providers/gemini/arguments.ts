import { asNumber, asText, dig, jsonPathSteps } from "../../wire/index.ts";

/**
 * The arguments of one of Gemini's calls as JSON text, assembled from values that each bring their path.
 *
 * The text grows as the values come, so they have to come in the order that they have in JSON. Nothing is
 * guessed: after a value that belongs into something already closed, an array with a hole, or a path or
 * value that cannot be read, the text never gets its end, and is no JSON.
 *
 * Cost: O(characters of all pieces).
 */
export interface GeminiArguments {
  /** The beginning of the text, before the first value is there; `""` after that. */
  begin(): string;
  /**
   * Takes one `PartialArg` and returns what it adds to the text.
   *
   * @see {@link https://docs.cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/Content#PartialArg}
   */
  add(piece: unknown): string;
  /**
   * Takes one whole member as JSON text and returns what it adds to the text. A member that is there is written again:
   * of two with one name, the later counts.
   */
  set(name: string, json: string): string;
  /** The end of the text; `""` while a string is to be continued, or after what cannot be read. */
  end(): string;
  /** Whether nothing has come. */
  readonly isEmpty: boolean;
}

type Step = string | number;

/** An object or an array whose end is not written, and what it has so far. */
interface Open {
  /** Its name or index in the one around it. */
  readonly step: Step;
  readonly isArray: boolean;
  readonly members: Set<Step>;
}

/** As deep as partial JSON may be nested. */
const MAX_DEPTH = 512;

/** Arguments of which nothing has come. */
export function geminiArguments(): GeminiArguments {
  const open: Open[] = [];
  /** The path of the string whose closing quote is not written. */
  let openString: string | undefined;
  let willContinue = false;
  let broken = false;

  function begin(): string {
    if (open.length > 0) return "";
    open.push({ step: "", isArray: false, members: new Set() });
    return "{";
  }

  function closeString(): string {
    if (openString === undefined) return "";
    openString = undefined;
    return '"';
  }

  function closeTo(depth: number): string {
    const closed = open.splice(depth).toReversed();
    return closeString() + closed.map(({ isArray }) => (isArray ? "]" : "}")).join("");
  }

  /** How many of the open objects and arrays, beginning with the outermost, the path leads through. */
  function sharedDepth(path: readonly Step[]): number {
    let depth = 1;
    while (depth < open.length && depth < path.length && open[depth]?.step === path[depth - 1]) {
      depth++;
    }
    return depth;
  }

  /** The text before a value; `undefined` if the value cannot go there. */
  function leadTo(path: readonly Step[]): string | undefined {
    let text = begin() + closeTo(sharedDepth(path));
    for (const step of path.slice(open.length - 1)) {
      const around = open.at(-1);
      if (around === undefined || !takes(around, step)) return undefined;
      if (around.members.size > 0) text += ",";
      around.members.add(step);
      if (!around.isArray) text += `${JSON.stringify(step)}:`;
      const next = path[open.length];
      if (next === undefined) break;
      const isArray = typeof next === "number";
      text += isArray ? "[" : "{";
      open.push({ step, isArray, members: new Set() });
    }
    return text;
  }

  function put(path: readonly Step[] | undefined, json: string | undefined): string {
    const isPath = path !== undefined && path.length > 0 && path.length <= MAX_DEPTH;
    const lead = isPath && json !== undefined ? leadTo(path) : undefined;
    broken = lead === undefined;
    // Without any text, the call would look like one without arguments.
    return lead === undefined || json === undefined ? begin() : lead + json;
  }

  function addString(path: string, text: string): string {
    const quoted = JSON.stringify(text).slice(0, -1);
    if (path === openString) return quoted.slice(1);
    const added = put(jsonPathSteps(path), quoted);
    if (!broken) openString = path;
    return added;
  }

  return {
    begin,
    add(piece) {
      if (broken) return "";
      const path = asText(dig(piece, "jsonPath")) ?? "";
      willContinue = dig(piece, "willContinue") === true;
      if (!hasValue(piece)) return "";
      const text = asText(dig(piece, "stringValue"));
      return text === undefined ? put(jsonPathSteps(path), scalarIn(piece)) : addString(path, text);
    },
    set(name, json) {
      if (broken) return "";
      willContinue = false;
      const text = begin() + closeTo(1);
      const [whole] = open;
      const comma = whole !== undefined && whole.members.size > 0 ? "," : "";
      whole?.members.add(name);
      return `${text}${comma}${JSON.stringify(name)}:${json}`;
    },
    end: () => (broken || willContinue ? "" : begin() + closeTo(0)),
    get isEmpty() {
      return !broken && (open[0]?.members.size ?? 0) === 0;
    },
  };
}

function takes({ isArray, members }: Open, step: Step): boolean {
  if (isArray) return step === members.size;
  return typeof step === "string" && !members.has(step);
}

/** Whether there is more than where the value goes, and that more of it follows. */
function hasValue(piece: unknown): boolean {
  if (typeof piece !== "object" || piece === null) return true;
  return Object.keys(piece).some((name) => name !== "jsonPath" && name !== "willContinue");
}

function scalarIn(piece: unknown): string | undefined {
  const value = asNumber(dig(piece, "numberValue")) ?? dig(piece, "boolValue");
  if (typeof value === "number" || typeof value === "boolean") return JSON.stringify(value);
  return dig(piece, "nullValue") === undefined ? undefined : "null";
}
